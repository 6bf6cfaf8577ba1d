package io.backupman.notifier.ntfy;

import io.backupman.notifier.http.JsonObject;
import io.backupman.notifier.http.Utf8;
import io.backupman.notifier.spi.Notification;
import io.backupman.notifier.spi.NotifierContext;
import io.backupman.notifier.spi.summary.PlainText;
import io.backupman.notifier.spi.summary.Severity;
import io.backupman.notifier.spi.summary.Summary;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** Puts an event into a message. Immutable. */
final class NtfyMessage {
  /** A longer one becomes an attached file instead of a text. */
  private static final int MOST_BYTES = 4_096;

  /** The server takes a JSON body of twice that: where much is escaped, it counts first. */
  private static final int MOST_JSON_BYTES = 2 * MOST_BYTES;

  /** More than a phone shows; there is no limit of ntfy's own. */
  private static final int LONGEST_TITLE = 250;

  /** In bytes. A longer address is left out: the text needs the room. */
  private static final int LONGEST_CLICK = 2_000;

  private static final int HIGH = 4;
  private static final int DEFAULT = 3;

  private final Optional<String> page;
  private final NotifierContext context;

  NtfyMessage(NotifierContext context) {
    this.context = context;
    this.page = context.page().map(URI::toString).filter(url -> Utf8.bytes(url) <= LONGEST_CLICK);
  }

  JsonObject about(Notification notification, Topic topic) {
    var summary = Summary.of(notification, context);
    var severity = summary.severity();
    var frame =
        JsonObject.of("topic", topic.name().value())
            .with("title", PlainText.cut(summary.title(), LONGEST_TITLE))
            .with("message", "")
            .with("tags", List.of(tag(severity)))
            .with("priority", topic.priority().orElse(severity == Severity.ERROR ? HIGH : DEFAULT));
    var message = page.map(url -> frame.with("click", url)).orElse(frame);
    var text = summary.text();
    return fitting(message, text.isEmpty() ? summary.title() : text);
  }

  private static JsonObject fitting(JsonObject message, String text) {
    var most = MOST_BYTES;
    while (true) {
      var fitting = message.with("message", Utf8.cut(text, most));
      var excess = Utf8.bytes(fitting.toString()) - MOST_JSON_BYTES;
      if (excess <= 0) {
        return fitting;
      }
      // Each byte that goes takes at most one more with it, that of an escape.
      most -= excess / 2 + 1;
    }
  }

  /** ntfy shows these as emojis (https://docs.ntfy.sh/emojis/). */
  private static String tag(Severity severity) {
    return switch (severity) {
      case ERROR -> "rotating_light";
      case SUCCESS -> "white_check_mark";
      default -> "information_source";
    };
  }
}
