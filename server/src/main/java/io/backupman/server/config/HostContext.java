package io.backupman.server.config;

import io.backupman.notifier.spi.NotifierContext;
import java.net.URI;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Optional;

/** What one notifier is told. */
record HostContext(String notifierName, Host host, Optional<URI> appUrl, ZoneId timeZone)
    implements NotifierContext {

  @Override
  public String version() {
    return host.version();
  }

  @Override
  public String hostName() {
    return host.hostName();
  }

  @Override
  public Clock clock() {
    return host.clock().withZone(timeZone);
  }
}
