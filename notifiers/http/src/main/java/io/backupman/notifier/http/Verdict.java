package io.backupman.notifier.http;

import io.backupman.notifier.spi.NotificationException;
import io.backupman.notifier.spi.Receipt;
import java.net.URI;

/** What an answer means for the delivery where nothing but its status is known. */
final class Verdict {
  static final int GONE = 410;

  private final HttpCall call;
  private final HttpAnswer answer;

  Verdict(HttpCall call, HttpAnswer answer) {
    this.call = call;
    this.answer = answer;
  }

  Receipt receipt() throws NotificationException {
    if (answer.status() / 100 == 2) {
      return Receipt.of(answer.status(), answer.text());
    }
    if (answer.status() / 100 == 3) {
      throw answer.again(redirected(), answer.retryAfter());
    }
    throw answer.status() == GONE ? answer.permanent() : answer.retryable();
  }

  private String redirected() {
    var advice = "; redirects are not followed: put the right url into the configuration.";
    return answer.start()
        + answer.header("Location").map(to -> " and points to " + target(to)).orElse("")
        + advice;
  }

  private String target(String location) {
    try {
      return call.mask().shown(Urls.shown(call.url().resolve(URI.create(location))));
    } catch (IllegalArgumentException notAnAddress) {
      return "something that is not a URL";
    }
  }
}
