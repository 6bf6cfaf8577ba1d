package io.backupman.notifier.gotify;

import io.backupman.notifier.http.HttpAnswer;
import io.backupman.notifier.http.HttpCall;
import io.backupman.notifier.http.HttpReceiver;
import io.backupman.notifier.http.HttpSettings;
import io.backupman.notifier.spi.Notification;
import io.backupman.notifier.spi.NotificationException;
import io.backupman.notifier.spi.NotifierSettings;
import io.backupman.notifier.spi.Receipt;
import io.backupman.notifier.spi.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * An application of a Gotify server, and how to reach it.
 *
 * @param url where messages go
 * @param token the application's token
 * @param priority 0 to 10 for all of its messages; empty where the event decides
 * @param timeout the deadline of one message
 * @param message what an event looks like there
 */
record Application(
    URI url, Secret token, OptionalInt priority, Duration timeout, GotifyMessage message)
    implements HttpReceiver {
  private static final int NONE = -1;
  private static final int HIGHEST = 10;

  /** Reads {@code token} and {@code priority}. */
  static Optional<Application> read(
      NotifierSettings settings, URI url, Duration timeout, GotifyMessage message) {
    var number =
        settings.find("priority").isPresent()
            ? settings.number("priority", NONE, 0, HIGHEST)
            : NONE;
    var priority = number == NONE ? OptionalInt.empty() : OptionalInt.of(number);
    return token(settings).map(token -> new Application(url, token, priority, timeout, message));
  }

  private static Optional<Secret> token(NotifierSettings settings) {
    if (settings.secret("token").isEmpty()) {
      settings.reject("token", "is missing; copy it from the application in Gotify.");
    }
    return HttpSettings.token(settings, "token");
  }

  @Override
  public HttpCall call(Notification notification) {
    return HttpCall.post(url)
        .timeout(timeout)
        .header("X-Gotify-Key", token.value())
        .secret(token)
        .json(message.about(notification, priority))
        .build();
  }

  @Override
  public Receipt receipt(HttpAnswer answer) throws NotificationException {
    return GotifyAnswer.receipt(answer);
  }
}
