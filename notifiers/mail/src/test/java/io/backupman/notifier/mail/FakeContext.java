package io.backupman.notifier.mail;

import io.backupman.notifier.spi.NotifierContext;
import io.backupman.notifier.spi.NotifierSettings;
import io.backupman.notifier.testkit.FixedContext;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;

/** A host called {@code backup-1.example.com} in 2025. */
record FakeContext(String hostName, Optional<URI> appUrl) implements NotifierContext {

  FakeContext() {
    this("backup-1.example.com", Optional.of(URI.create("https://backupman.example.com")));
  }

  @Override
  public Optional<URI> page() {
    return appUrl;
  }

  @Override
  public String notifierName() {
    return "mail";
  }

  @Override
  public String version() {
    return "1.2.3";
  }

  @Override
  public Clock clock() {
    return Clock.fixed(Instant.parse("2025-07-02T10:05:07Z"), ZoneOffset.UTC);
  }

  @Override
  public SSLSocketFactory tls(NotifierSettings section, String key) {
    return new FixedContext("mail").tls(section, key);
  }
}
