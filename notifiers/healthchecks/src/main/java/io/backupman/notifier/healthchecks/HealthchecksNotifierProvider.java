package io.backupman.notifier.healthchecks;

import io.backupman.notifier.http.Destinations;
import io.backupman.notifier.http.HttpSender;
import io.backupman.notifier.http.HttpSettings;
import io.backupman.notifier.spi.Notifier;
import io.backupman.notifier.spi.NotifierContext;
import io.backupman.notifier.spi.NotifierProvider;
import io.backupman.notifier.spi.NotifierSettings;
import java.time.Duration;

/** Makes {@code healthchecks} notifiers. Safe for use by several threads. */
public final class HealthchecksNotifierProvider implements NotifierProvider {
  /** With the 20 seconds that a ping waits for the one before it, below the host's 2 minutes. */
  private static final Duration LONGEST_TIMEOUT = Duration.ofSeconds(95);

  /** For {@link java.util.ServiceLoader}. */
  public HealthchecksNotifierProvider() {}

  @Override
  public String type() {
    return "healthchecks";
  }

  @Override
  public Notifier create(NotifierSettings settings, NotifierContext context) {
    var timeout = HttpSettings.timeout(settings, LONGEST_TIMEOUT);
    var checks = Destinations.read(settings, section -> Check.read(section, timeout));
    return new HealthchecksNotifier(checks, HttpSender.of(settings, context), context);
  }
}
