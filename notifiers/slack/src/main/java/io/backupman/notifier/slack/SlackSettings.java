package io.backupman.notifier.slack;

import io.backupman.notifier.http.Destinations;
import io.backupman.notifier.http.HttpReceiver;
import io.backupman.notifier.http.HttpSettings;
import io.backupman.notifier.http.Urls;
import io.backupman.notifier.spi.NotifierContext;
import io.backupman.notifier.spi.NotifierSettings;
import io.backupman.notifier.spi.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** Reads a Slack section: each destination is a webhook, or a channel that an app posts to. */
final class SlackSettings {
  private static final URI SLACK = URI.create("https://slack.com/api");

  private final NotifierSettings settings;
  private final NotifierContext context;
  private final Optional<Secret> token;
  private final URI method;
  private final Duration timeout;

  SlackSettings(NotifierSettings settings, NotifierContext context) {
    this.settings = settings;
    this.context = context;
    this.token = HttpSettings.token(settings, "token");
    this.method = Urls.below(HttpSettings.url(settings, "api_url", SLACK), "chat.postMessage");
    this.timeout = HttpSettings.timeout(settings);
  }

  Destinations<HttpReceiver> read() {
    return Destinations.read(settings, this::receiver);
  }

  private Optional<HttpReceiver> receiver(NotifierSettings section) {
    var channel = section.find("channel").filter(text -> !text.isBlank());
    var own = HttpSettings.token(section, "token");
    if (channel.isEmpty() && own.isEmpty()) {
      return webhook(section);
    }
    if (section.secret("webhook_url").isPresent()) {
      section.reject(
          "webhook_url", "already names a channel: remove it, or else channel and token.");
    }
    return channel(section, channel, own.or(() -> token));
  }

  private Optional<HttpReceiver> webhook(NotifierSettings section) {
    if (token.isPresent() && section.secret("webhook_url").isEmpty()) {
      section.reject("channel", "is missing; name the channel to post to, such as C0123456789.");
      return Optional.empty();
    }
    return HttpSettings.secretUrl(section, "webhook_url")
        .map(url -> new SlackWebhook(url, timeout, context));
  }

  private Optional<HttpReceiver> channel(
      NotifierSettings section, Optional<String> channel, Optional<Secret> used) {
    if (channel.isEmpty()) {
      section.reject("channel", "is missing; name the channel to post to, such as C0123456789.");
      return Optional.empty();
    }
    if (used.isEmpty()) {
      section.reject(
          "token", "is missing; a channel is posted to with the token of a bot, xoxb-….");
    }
    return used.map(secret -> new SlackChannel(method, secret, channel.get(), timeout, context));
  }
}
