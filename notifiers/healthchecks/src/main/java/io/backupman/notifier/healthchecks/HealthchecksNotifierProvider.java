package io.backupman.notifier.healthchecks;

import io.backupman.notifier.http.Destinations;
import io.backupman.notifier.http.HttpSettings;
import io.backupman.notifier.spi.Notifier;
import io.backupman.notifier.spi.NotifierContext;
import io.backupman.notifier.spi.NotifierProvider;
import io.backupman.notifier.spi.NotifierSettings;

/** Makes {@code healthchecks} notifiers. Safe for use by several threads. */
public final class HealthchecksNotifierProvider implements NotifierProvider {

  /** For {@link java.util.ServiceLoader}. */
  public HealthchecksNotifierProvider() {}

  @Override
  public String type() {
    return "healthchecks";
  }

  @Override
  public Notifier create(NotifierSettings settings, NotifierContext context) {
    var timeout = HttpSettings.timeout(settings);
    var checks = Destinations.read(settings, section -> Check.read(section, timeout));
    return new HealthchecksNotifier(checks, context);
  }
}
