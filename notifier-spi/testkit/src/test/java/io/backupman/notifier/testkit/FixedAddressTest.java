package io.backupman.notifier.testkit;

import io.backupman.notifier.spi.NotifierProvider;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/** A channel whose service has one address is tested though its settings name none. */
class FixedAddressTest extends HttpNotifierContract {

  @Override
  protected NotifierProvider provider() {
    return new FixedAddressProvider();
  }

  @Override
  protected NotifierProvider provider(URI address) {
    return new FixedAddressProvider(address);
  }

  @Override
  protected Map<String, ?> settings(URI address) {
    return Map.of("token", secret("fixed-token-7f3a"));
  }

  @Override
  protected Duration longestAttempt() {
    return Duration.ofSeconds(3);
  }
}
