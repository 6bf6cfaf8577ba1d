package io.backupman.notifier.http.testing;

import io.backupman.notifier.spi.Http;
import io.backupman.notifier.spi.NotifierContext;
import io.backupman.notifier.testkit.FixedContext;
import java.net.URI;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Optional;

/**
 * A host whose clock is in another zone than that of {@link FixedContext}, and that has no page.
 *
 * @param zone the zone
 */
public record ZonedContext(ZoneId zone) implements NotifierContext {
  private static final FixedContext HOST = new FixedContext("channel");

  @Override
  public String notifierName() {
    return HOST.notifierName();
  }

  @Override
  public String version() {
    return HOST.version();
  }

  @Override
  public String hostName() {
    return HOST.hostName();
  }

  @Override
  public Optional<URI> appUrl() {
    return HOST.appUrl();
  }

  @Override
  public Clock clock() {
    return HOST.clock().withZone(zone);
  }

  @Override
  public Http http() {
    return HOST.http();
  }
}
