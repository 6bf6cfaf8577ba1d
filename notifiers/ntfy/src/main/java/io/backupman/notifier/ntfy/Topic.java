package io.backupman.notifier.ntfy;

import io.backupman.notifier.http.HttpAnswer;
import io.backupman.notifier.http.HttpCall;
import io.backupman.notifier.http.HttpReceiver;
import io.backupman.notifier.spi.Notification;
import io.backupman.notifier.spi.NotificationException;
import io.backupman.notifier.spi.NotifierSettings;
import io.backupman.notifier.spi.Receipt;
import io.backupman.notifier.spi.Secret;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A topic of a server to publish to.
 *
 * @param name 1 to 64 letters, digits, hyphens and underscores; a secret, since on a public server
 *     whoever knows it reads along
 * @param priority 1 (min) to 5 (max) for all of its messages; empty where the event decides
 * @param server where it is
 * @param message what an event looks like there
 */
record Topic(Secret name, OptionalInt priority, NtfyServer server, NtfyMessage message)
    implements HttpReceiver {
  private static final List<String> PRIORITIES = List.of("min", "low", "default", "high", "max");

  /** Reads {@code topic} and {@code priority}. */
  static Optional<Topic> read(NotifierSettings settings, NtfyServer server, NtfyMessage message) {
    var priority = priority(settings);
    var name =
        settings
            .find("topic")
            .filter(NtfyServer::isGuessable)
            .map(Secret::of)
            .or(() -> settings.secret("topic"));
    if (name.isEmpty()) {
      settings.reject("topic", "is missing");
    } else if (!name.get().value().matches("[-_A-Za-z0-9]{1,64}")) {
      settings.reject(
          "topic", "is no topic: it has 1 to 64 letters (a to z), digits, hyphens, underscores.");
      return Optional.empty();
    }
    return name.map(secret -> new Topic(secret, priority, server, message));
  }

  private static OptionalInt priority(NotifierSettings settings) {
    var word = settings.find("priority");
    if (word.isEmpty()) {
      return OptionalInt.empty();
    }
    var name = word.get().equals("urgent") ? "max" : word.get();
    if (name.matches("[1-5]")) {
      return OptionalInt.of(Integer.parseInt(name));
    }
    if (!PRIORITIES.contains(name)) {
      settings.reject(
          "priority", "must be 1 to 5, or one of min, low, default, high, max, urgent.");
    }
    return OptionalInt.of(PRIORITIES.indexOf(name) + 1);
  }

  @Override
  public HttpCall call(Notification notification) {
    return server.publish(message.about(notification, this), name);
  }

  @Override
  public Receipt receipt(HttpAnswer answer) throws NotificationException {
    return NtfyAnswer.receipt(answer);
  }
}
