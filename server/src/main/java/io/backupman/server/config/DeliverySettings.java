package io.backupman.server.config;

import java.time.Duration;
import java.util.List;

/**
 * How reports are delivered.
 *
 * @param retryDelays how long to wait after each attempt that failed, at least one, each up to 30
 *     days; after the last the delivery has failed
 * @param concurrency how many deliveries run at once, 1 to 1000; divided among the destinations
 */
public record DeliverySettings(List<Duration> retryDelays, int concurrency) {

  /** What holds where the configuration says nothing: over 8 days, 32 at once. */
  public static final DeliverySettings DEFAULT =
      new DeliverySettings(
          List.of(
              Duration.ofSeconds(5),
              Duration.ofMinutes(5),
              Duration.ofMinutes(30),
              Duration.ofHours(2),
              Duration.ofHours(5),
              Duration.ofHours(10),
              Duration.ofHours(10),
              Duration.ofHours(24),
              Duration.ofHours(48),
              Duration.ofHours(96)),
          32);

  /** Copies the list. */
  public DeliverySettings {
    retryDelays = List.copyOf(retryDelays);
  }
}
