package io.backupman.notifier.gotify;

import io.backupman.notifier.http.JsonObject;
import io.backupman.notifier.spi.Notification;
import io.backupman.notifier.spi.NotifierContext;
import io.backupman.notifier.spi.summary.PlainText;
import io.backupman.notifier.spi.summary.Severity;
import io.backupman.notifier.spi.summary.Summary;
import java.util.OptionalInt;

/** Puts an event into a message. Immutable. */
final class GotifyMessage {
  /** Gotify names no limits; these fit into the columns of every database that it runs on. */
  private static final int LONGEST_TITLE = 250;

  private static final int LONGEST_MESSAGE = 16_000;

  /** What phones ring and vibrate for. */
  private static final int HIGH = 8;

  private static final int ORDINARY = 5;

  private final NotifierContext context;

  GotifyMessage(NotifierContext context) {
    this.context = context;
  }

  JsonObject about(Notification notification, OptionalInt priority) {
    var summary = Summary.of(notification, context);
    var text = summary.text().isEmpty() ? summary.title() : summary.text();
    return JsonObject.of("title", PlainText.cut(summary.title(), LONGEST_TITLE))
        .with("message", PlainText.cut(text, LONGEST_MESSAGE))
        .with("priority", priority.orElse(summary.severity() == Severity.ERROR ? HIGH : ORDINARY))
        .with("extras", extras());
  }

  /** As https://gotify.net/docs/msgextras names them. */
  private JsonObject extras() {
    // Plain, so that nothing in a label or a reason is taken for Markdown.
    var display = JsonObject.of("client::display", JsonObject.of("contentType", "text/plain"));
    return context
        .page()
        .map(url -> JsonObject.of("click", JsonObject.of("url", url.toString())))
        .map(click -> display.with("client::notification", click))
        .orElse(display);
  }
}
