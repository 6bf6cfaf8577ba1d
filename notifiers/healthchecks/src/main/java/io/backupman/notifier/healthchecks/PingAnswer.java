package io.backupman.notifier.healthchecks;

import io.backupman.notifier.http.HttpAnswer;
import io.backupman.notifier.spi.NotificationException;
import io.backupman.notifier.spi.Receipt;
import java.time.Duration;

/**
 * What the server's answer to a ping means. Healthchecks.io answers pings by UUID with 200 even
 * where it dropped them, and says so in the body only. What it took is {@code OK} or {@code
 * Created}, perhaps with more behind it in other versions.
 */
final class PingAnswer {
  /** The limit is five pings of a check in a minute, and no header says when it is over. */
  private static final Duration LIMIT = Duration.ofMinutes(1);

  private static final String NOT_FOUND =
      "there is no such check; correct ping_url, or make the check (with ?create=1 at the end, a"
          + " URL with a slug makes its own).";
  private static final String TOO_MANY =
      "this check was pinged too often within a minute; the ping was dropped and comes again.";
  private static final String WRONG =
      "ping_url is not the address of a check; copy it from the check's page once more.";
  private static final String AMBIGUOUS =
      "several checks have this slug; give each a slug of its own, or use the URL with the UUID.";

  private PingAnswer() {}

  static Receipt receipt(HttpAnswer answer) throws NotificationException {
    switch (answer.status()) {
      case 200 -> checkDropped(answer);
      case 400 -> throw answer.retryable(WRONG);
      case 404 -> throw answer.retryable(NOT_FOUND);
      case 409 -> throw answer.retryable(AMBIGUOUS);
      case 429 -> throw tooMany(answer);
      default -> {
        // as everywhere
      }
    }
    var receipt = answer.receipt();
    var said = answer.body().strip();
    if (!said.startsWith("OK") && !said.startsWith("Created")) {
      throw answer.unconfirmed();
    }
    return receipt;
  }

  private static void checkDropped(HttpAnswer answer) throws NotificationException {
    switch (answer.body().strip()) {
      case "OK (not found)" -> throw answer.retryable("not found: " + NOT_FOUND);
      case "OK (rate limited)" -> throw tooMany(answer);
      default -> {
        // not dropped
      }
    }
  }

  private static NotificationException tooMany(HttpAnswer answer) {
    return answer.retryable(TOO_MANY, answer.retryAfter().orElse(LIMIT));
  }
}
