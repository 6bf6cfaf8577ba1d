package io.backupman.server.config.notifier;

import io.backupman.net.NetworkHttp;
import io.backupman.notifier.spi.Http;
import io.backupman.notifier.spi.NotifierContext;
import io.backupman.notifier.spi.NotifierSettings;
import java.net.URI;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;

/** What one notifier is told. */
record HostContext(String notifierName, HostFacts host, Optional<URI> appUrl, ZoneId timeZone)
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

  @Override
  public Http http() {
    return new NetworkHttp(host.network(), userAgent());
  }

  @Override
  public SSLSocketFactory tls(NotifierSettings section, String key) {
    return NetworkHttp.trusting(host.network(), section, key).authorities().sockets();
  }
}
