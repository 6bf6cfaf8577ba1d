package io.backupman.notifier.http.testing;

import io.backupman.notifier.spi.Http;
import io.backupman.notifier.spi.NotifierContext;
import io.backupman.notifier.testkit.FixedContext;
import java.net.URI;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Optional;

/**
 * A host that differs from {@link FixedContext} in where people reach it, or in its time zone.
 *
 * @param appUrl its address
 * @param page what messages lead to; empty if there is none
 * @param clock what it goes by
 */
public record OtherContext(Optional<URI> appUrl, Optional<URI> page, Clock clock)
    implements NotifierContext {
  private static final FixedContext HOST = new FixedContext("channel");

  /** One that people reach at another address, which messages lead to. */
  public static OtherContext at(URI link) {
    return new OtherContext(Optional.of(link), Optional.of(link), HOST.clock());
  }

  /** One whose clock is in another zone, and that has no page. */
  public static OtherContext in(ZoneId zone) {
    return new OtherContext(HOST.appUrl(), Optional.empty(), HOST.clock().withZone(zone));
  }

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
  public Http http() {
    return HOST.http();
  }
}
