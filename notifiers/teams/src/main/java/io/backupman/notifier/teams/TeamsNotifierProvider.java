package io.backupman.notifier.teams;

import io.backupman.notifier.http.Destinations;
import io.backupman.notifier.http.HttpNotifier;
import io.backupman.notifier.http.HttpSender;
import io.backupman.notifier.http.HttpSettings;
import io.backupman.notifier.spi.Notifier;
import io.backupman.notifier.spi.NotifierContext;
import io.backupman.notifier.spi.NotifierProvider;
import io.backupman.notifier.spi.NotifierSettings;

/** Makes {@code teams} notifiers from their list {@code destinations}. Safe for several threads. */
public final class TeamsNotifierProvider implements NotifierProvider {

  /** For {@link java.util.ServiceLoader}. */
  public TeamsNotifierProvider() {}

  @Override
  public String type() {
    return "teams";
  }

  @Override
  public Notifier create(NotifierSettings settings, NotifierContext context) {
    var timeout = HttpSettings.timeout(settings);
    var workflows =
        Destinations.read(
            settings,
            section ->
                HttpSettings.secretUrl(section, "webhook_url")
                    .map(url -> new TeamsWorkflow(url, timeout, context)));
    return new HttpNotifier(workflows, HttpSender.of(settings, context));
  }
}
