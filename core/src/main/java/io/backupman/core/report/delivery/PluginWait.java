package io.backupman.core.report.delivery;

import io.backupman.core.report.delivery.DeliveryQueue.Wait;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Decides how long deliveries wait until somebody looks again whether their plugin is there: the
 * older they are the longer, from a minute to an hour.
 */
final class PluginWait {
  private PluginWait() {}

  /** When a delivery is due again. */
  static Instant next(Instant createdAt, Instant now) {
    return byAge(now).stream()
        .filter(wait -> createdAt.isAfter(wait.createdAfter()))
        .map(Wait::nextAttemptAt)
        .findFirst()
        .orElseThrow();
  }

  /** When deliveries are due again, the youngest first. */
  static List<Wait> byAge(Instant now) {
    return List.of(
        new Wait(now.minus(Duration.ofHours(1)), now.plus(Duration.ofMinutes(1))),
        new Wait(now.minus(Duration.ofHours(10)), now.plus(Duration.ofMinutes(6))),
        new Wait(Instant.EPOCH, now.plus(Duration.ofHours(1))));
  }
}
