package io.backupman.notifier.discord;

import io.backupman.notifier.http.Destinations;
import io.backupman.notifier.http.HttpNotifier;
import io.backupman.notifier.http.HttpSender;
import io.backupman.notifier.http.HttpSettings;
import io.backupman.notifier.spi.Notifier;
import io.backupman.notifier.spi.NotifierContext;
import io.backupman.notifier.spi.NotifierProvider;
import io.backupman.notifier.spi.NotifierSettings;

/**
 * Makes {@code discord} notifiers from their list {@code destinations}. Safe for several threads.
 */
public final class DiscordNotifierProvider implements NotifierProvider {

  /** For {@link java.util.ServiceLoader}. */
  public DiscordNotifierProvider() {}

  @Override
  public String type() {
    return "discord";
  }

  @Override
  public Notifier create(NotifierSettings settings, NotifierContext context) {
    var timeout = HttpSettings.timeout(settings);
    var webhooks =
        Destinations.read(settings, section -> new DiscordSettings(section).read(timeout, context));
    return new HttpNotifier(webhooks, HttpSender.of(settings, context));
  }
}
