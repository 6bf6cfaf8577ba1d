package io.backupman.notifier.testkit;

import io.backupman.notifier.spi.NotifierContext;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;

/** A host whose clock stands still at {@link #NOW}. */
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
}
