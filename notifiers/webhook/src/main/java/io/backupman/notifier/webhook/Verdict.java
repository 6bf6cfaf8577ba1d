package io.backupman.notifier.webhook;

import io.backupman.notifier.spi.NotificationException;
import io.backupman.notifier.spi.Receipt;
import java.net.URI;
import java.net.http.HttpResponse.ResponseInfo;
import java.time.Clock;
import java.time.Duration;

/** What an answer means for the delivery. */
final class Verdict {
  private static final int GONE = 410;

  private final Endpoint endpoint;
  private final Clock clock;

  Verdict(Endpoint endpoint, Clock clock) {
    this.endpoint = endpoint;
    this.clock = clock;
  }

  /**
   * Reads an answer of which at least the status has come.
   *
   * @throws NotificationException unless the status is 2xx
   */
  Receipt on(CappedAnswer answer) throws NotificationException {
    var head = answer.head().orElseThrow();
    var status = head.statusCode();
    var text = new AnswerText(endpoint).shown(answer.text());
    if (status / 100 == 2) {
      return Receipt.of(status, text);
    }
    if (status / 100 == 3) {
      throw retryable(redirected(head), head);
    }
    var sentence = sentence(status, text);
    if (status == GONE) {
      throw NotificationException.permanent(sentence).withStatusCode(status);
    }
    throw retryable(sentence, head);
  }

  private String sentence(int status, String text) {
    var start = endpoint.where() + " answered " + StatusPhrase.of(status);
    return text.isEmpty() ? start + "." : start + ": " + text;
  }

  private String redirected(ResponseInfo head) {
    var start = endpoint.where() + " answered " + StatusPhrase.of(head.statusCode());
    var advice = "; redirects are not followed: put the right url into the configuration.";
    return start
        + head.headers().firstValue("Location").map(to -> " and points to " + target(to)).orElse("")
        + advice;
  }

  private String target(String location) {
    try {
      var text = Urls.shown(endpoint.url().resolve(URI.create(location)));
      return new AnswerText(endpoint).shown(text);
    } catch (IllegalArgumentException notAnAddress) {
      return "something that is not a URL";
    }
  }

  private NotificationException retryable(String sentence, ResponseInfo head) {
    var wait =
        head.headers()
            .firstValue("Retry-After")
            .flatMap(value -> RetryAfter.parse(value, clock.instant()))
            .filter(Duration::isPositive);
    return wait.map(time -> NotificationException.retryable(sentence, time))
        .orElseGet(() -> NotificationException.retryable(sentence))
        .withStatusCode(head.statusCode());
  }
}
