package io.backupman.notifier.http.testing;

import io.backupman.notifier.spi.Http;
import io.backupman.notifier.spi.NotifierContext;
import io.backupman.notifier.testkit.FixedContext;
import java.net.URI;
import java.time.Clock;
import java.util.Optional;

/**
 * A host that people reach at another address than that of {@link FixedContext}.
 *
 * @param link the address
 */
public record LinkedContext(URI link) implements NotifierContext {
  private static final FixedContext HOST = new FixedContext("channel");

  @Override
  public Optional<URI> appUrl() {
    return Optional.of(link);
  }

  @Override
  public Optional<URI> page() {
    return Optional.of(link);
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
  public Clock clock() {
    return HOST.clock();
  }

  @Override
  public Http http() {
    return HOST.http();
  }
}
