package io.backupman.notifier.pagerduty;

import io.backupman.notifier.http.HttpAnswer;
import io.backupman.notifier.http.JsonObject;
import io.backupman.notifier.spi.NotificationException;
import io.backupman.notifier.spi.Receipt;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What PagerDuty's answer to an event means, as its table of response codes says. What it took it
 * confirms with {@code "status":"success"}.
 */
final class EnqueueAnswer {
  /** The limit is counted over 60 seconds, and no header says when it is over. */
  private static final Duration LIMIT = Duration.ofMinutes(1);

  private EnqueueAnswer() {}

  static Receipt receipt(HttpAnswer answer) throws NotificationException {
    var body = answer.json();
    var said = body.flatMap(json -> json.text("status"));
    if (answer.status() == 400 && said.isPresent()) {
      // PagerDuty would not take it again as it is, but what is wrong is most often the key.
      throw answer.retryable(reason(body.get()) + "; check routing_key.");
    }
    if (answer.status() == 429) {
      throw answer.retryable(
          "PagerDuty takes about 120 events a minute for one integration key; the event comes"
              + " again.",
          answer.retryAfter().orElse(LIMIT));
    }
    var receipt = answer.receipt();
    if (!said.equals(Optional.of("success"))) {
      throw answer.unconfirmed();
    }
    return receipt;
  }

  private static String reason(JsonObject refusal) {
    var errors =
        refusal.list("errors").stream().map(String::valueOf).collect(Collectors.joining(", "));
    return Stream.of(refusal.text("message").orElse("invalid event"), errors)
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining(": "));
  }
}
