package io.backupman.notifier.pagerduty;

import io.backupman.notifier.http.Destinations;
import io.backupman.notifier.http.HttpSender;
import io.backupman.notifier.http.HttpSettings;
import io.backupman.notifier.spi.Notifier;
import io.backupman.notifier.spi.NotifierContext;
import io.backupman.notifier.spi.NotifierProvider;
import io.backupman.notifier.spi.NotifierSettings;
import java.net.URI;
import java.time.Duration;

/** Makes {@code pagerduty} notifiers. Safe for use by several threads. */
public final class PagerDutyNotifierProvider implements NotifierProvider {
  private static final URI US = URI.create("https://events.pagerduty.com");

  /**
   * Twice this, since a test makes two calls, and the 20 seconds that an event waits for the one
   * before it, are below the host's 2 minutes.
   */
  private static final Duration LONGEST_TIMEOUT = Duration.ofSeconds(45);

  /** For {@link java.util.ServiceLoader}. */
  public PagerDutyNotifierProvider() {}

  @Override
  public String type() {
    return "pagerduty";
  }

  @Override
  public Notifier create(NotifierSettings settings, NotifierContext context) {
    var timeout = HttpSettings.timeout(settings, LONGEST_TIMEOUT);
    var api = HttpSettings.url(settings, Integration.API_URL, US);
    var integrations =
        Destinations.read(settings, section -> Integration.read(section, api, timeout));
    return new PagerDutyNotifier(integrations, HttpSender.of(settings, context), context);
  }
}
