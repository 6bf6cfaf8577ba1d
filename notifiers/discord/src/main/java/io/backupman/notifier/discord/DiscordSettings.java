package io.backupman.notifier.discord;

import io.backupman.notifier.http.HttpSettings;
import io.backupman.notifier.http.Urls;
import io.backupman.notifier.spi.NotifierContext;
import io.backupman.notifier.spi.NotifierSettings;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** Reads one destination, noting every problem in it. */
final class DiscordSettings {
  private static final int LONGEST_USERNAME = 80;

  private final NotifierSettings settings;

  DiscordSettings(NotifierSettings settings) {
    this.settings = settings;
  }

  Optional<DiscordWebhook> read(Duration timeout, NotifierContext context) {
    var url = HttpSettings.secretUrl(settings, "webhook_url");
    var thread = thread();
    var username = username();
    return url.map(to -> execute(to, thread))
        .map(to -> new DiscordWebhook(to, username, timeout, context));
  }

  /** Without {@code wait}, Discord would not say whether it has kept the message. */
  private static URI execute(URI url, Optional<String> thread) {
    var waiting = Urls.with(url, "wait", "true");
    return thread.map(id -> Urls.with(waiting, "thread_id", id)).orElse(waiting);
  }

  private Optional<String> thread() {
    var thread = settings.find("thread_id").map(String::strip);
    if (thread.isPresent() && !thread.get().matches("[0-9]{1,20}")) {
      settings.reject("thread_id", "is not the number of a thread, such as 1234567890123456789.");
      return Optional.empty();
    }
    return thread;
  }

  private Optional<String> username() {
    var username = settings.find("username").map(String::strip);
    username.flatMap(DiscordSettings::problem).ifPresent(it -> settings.reject("username", it));
    return username;
  }

  /** What Discord refuses as the name of a webhook. */
  private static Optional<String> problem(String username) {
    if (username.isEmpty() || username.length() > LONGEST_USERNAME) {
      return Optional.of("must have 1 to 80 characters.");
    }
    var lower = username.toLowerCase(Locale.ROOT);
    return lower.contains("discord") || lower.contains("clyde")
        ? Optional.of("may not contain \"discord\" or \"clyde\": Discord does not allow it.")
        : Optional.empty();
  }
}
