package io.backupman.server.config.settings;

import java.time.Duration;
import java.util.List;

/**
 * How reports are delivered.
 *
 * @param retryDelays how long to wait after each attempt that failed, at least one, each up to 30
 *     days; after the last the delivery has failed
 * @param concurrency how many deliveries run at once, 1 to 1000; divided among the destinations
 * @param alarmAfter how long a destination may fail before the other notifiers tell of it, 1 s to
 *     30 days
 */
public record DeliverySettings(List<Duration> retryDelays, int concurrency, Duration alarmAfter) {

  /** What holds where the configuration says nothing: over 8 days, 32 at once, an hour. */
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
          32,
          Duration.ofHours(1));

  /** Copies the list. */
  public DeliverySettings {
    retryDelays = List.copyOf(retryDelays);
  }
}
