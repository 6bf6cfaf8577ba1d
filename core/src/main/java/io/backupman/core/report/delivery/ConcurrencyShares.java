package io.backupman.core.report.delivery;

import io.backupman.core.notifier.Notifiers;
import java.util.function.Supplier;

/**
 * Says how many deliveries to one destination may be in flight at once: the concurrency of all,
 * divided by the number of destinations that are switched on, and at least one. A destination that
 * hangs, or for which thousands wait, takes its own share and nobody else's. Safe for use by
 * several threads.
 */
final class ConcurrencyShares {
  private final Supplier<Notifiers> notifiers;
  private final int concurrency;

  /**
   * Divides a concurrency among the destinations of now.
   *
   * @param concurrency how many deliveries at once; more only if there are more destinations
   */
  ConcurrencyShares(Supplier<Notifiers> notifiers, int concurrency) {
    this.notifiers = notifiers;
    this.concurrency = concurrency;
  }

  /** How many places each destination has now, at least 1. */
  int each() {
    var destinations =
        notifiers.get().enabled().stream()
            .mapToInt(n -> Math.max(1, n.destinations().size()))
            .sum();
    return Math.max(1, concurrency / Math.max(1, destinations));
  }
}
