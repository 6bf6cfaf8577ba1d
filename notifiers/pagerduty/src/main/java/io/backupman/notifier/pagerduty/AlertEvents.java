package io.backupman.notifier.pagerduty;

import io.backupman.notifier.http.JsonObject;
import io.backupman.notifier.http.Utf8;
import io.backupman.notifier.spi.Notification;
import io.backupman.notifier.spi.NotifierContext;
import io.backupman.notifier.spi.summary.Fact;
import io.backupman.notifier.spi.summary.PlainText;
import io.backupman.notifier.spi.summary.Summary;
import java.util.ArrayList;

/** Writes events in PagerDuty's common event format, without the routing key. */
final class AlertEvents {
  private static final int LONGEST_SUMMARY = 1_024;
  private static final int LONGEST_NAME = 250;
  private static final int LONGEST_VALUE = 4_000;

  /** The whole event may have 512 KB; the details leave room for the rest. */
  private static final int MOST_DETAILS = 400_000;

  private final NotifierContext context;

  AlertEvents(NotifierContext context) {
    this.context = context;
  }

  JsonObject resolve(String key) {
    return JsonObject.of("event_action", "resolve").with("dedup_key", key);
  }

  JsonObject trigger(Notification notification, String key, String severity) {
    var event =
        JsonObject.of("event_action", "trigger")
            .with("dedup_key", key)
            .with("client", "Backupman")
            .with("payload", payload(notification, severity));
    return context.page().map(url -> event.with("client_url", url.toString())).orElse(event);
  }

  private JsonObject payload(Notification notification, String severity) {
    var summary = Summary.of(notification, context);
    var payload =
        JsonObject.of("summary", PlainText.cut(line(summary), LONGEST_SUMMARY))
            .with("source", context.hostName())
            .with("severity", severity)
            .with("timestamp", notification.createdAt().toString())
            .with("class", notification.event())
            .with("custom_details", details(summary));
    var backup = notification.backup();
    return backup == null || backup.provider().isEmpty()
        ? payload
        : payload.with("component", PlainText.cut(backup.provider(), LONGEST_NAME));
  }

  private static String line(Summary summary) {
    // The label first and never lost, however long the reason is.
    var title = PlainText.cut(summary.title(), LONGEST_SUMMARY / 2);
    return summary.line().isEmpty() ? title : title + ". " + summary.line();
  }

  private static JsonObject details(Summary summary) {
    var rows = new ArrayList<Fact>();
    if (!summary.reason().isEmpty()) {
      rows.add(new Fact("Reason", summary.reason()));
    }
    rows.addAll(summary.facts());
    summary.drives().forEach(drive -> rows.add(new Fact("Drive " + drive.name(), drive.value())));
    var details = JsonObject.of("Reported by", "Backupman");
    for (var row : rows) {
      var more =
          details.with(
              PlainText.cut(row.name(), LONGEST_NAME), PlainText.cut(row.value(), LONGEST_VALUE));
      if (Utf8.bytes(more.toString()) > MOST_DETAILS) {
        return details.with("More", "in Backupman");
      }
      details = more;
    }
    return details;
  }
}
