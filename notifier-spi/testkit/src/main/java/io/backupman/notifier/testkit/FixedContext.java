package io.backupman.notifier.testkit;

import io.backupman.net.Network;
import io.backupman.net.NetworkHttp;
import io.backupman.notifier.spi.Http;
import io.backupman.notifier.spi.NotifierContext;
import io.backupman.notifier.spi.NotifierSettings;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;

/** A host whose clock stands still at {@link #NOW}, in a network without a proxy. */
public record FixedContext(String notifierName) implements NotifierContext {

  /** What the clock shows. */
  public static final Instant NOW = Instant.parse("2025-07-02T10:05:01Z");

  @Override
  public String version() {
    return "1.2.3";
  }

  @Override
  public String hostName() {
    return "db-host";
  }

  @Override
  public Optional<URI> appUrl() {
    return Optional.of(URI.create("http://localhost:8080"));
  }

  @Override
  public Optional<URI> page() {
    return appUrl();
  }

  @Override
  public Clock clock() {
    return Clock.fixed(NOW, ZoneOffset.UTC);
  }

  @Override
  public Http http() {
    return new NetworkHttp(Network.DIRECT, userAgent());
  }

  @Override
  public SSLSocketFactory tls(NotifierSettings section, String key) {
    return NetworkHttp.trusting(Network.DIRECT, section, key).authorities().sockets();
  }
}
