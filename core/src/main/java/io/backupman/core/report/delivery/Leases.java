package io.backupman.core.report.delivery;

import io.backupman.core.report.delivery.DeliveryQueue.Claim;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * Renews the leases of this process: the times for which it alone may send what it has claimed.
 * They are short, so that others soon take over from a process that stands still, and are renewed
 * as long as the work takes. Used by one thread.
 */
final class Leases {
  private static final System.Logger LOG = System.getLogger(Leases.class.getName());

  private final DeliveryQueue queue;
  private final UUID nodeId;
  private final InFlight inFlight;
  private final Clock clock;
  private final Terms terms;
  private long renewedAt = System.nanoTime();
  private Instant renewedTime;

  Leases(DeliveryQueue queue, UUID nodeId, InFlight inFlight, Clock clock, Terms terms) {
    this.queue = queue;
    this.nodeId = nodeId;
    this.inFlight = inFlight;
    this.clock = clock;
    this.terms = terms;
    this.renewedTime = clock.instant();
  }

  /**
   * How long leases are.
   *
   * @param length from the claim or the last renewal to the end
   * @param renewEvery how often they are prolonged, much less than their length
   */
  record Terms(Duration length, Duration renewEvery) {
    /**
     * A lease outlives two failed renewals, and the time that work has to end when Backupman stops.
     */
    static final Terms USUAL = new Terms(Duration.ofSeconds(60), Duration.ofSeconds(20));
  }

  /** When a lease that is taken now is over. */
  Instant end(Instant now) {
    return now.plus(terms.length());
  }

  /**
   * Renews the leases of all that is in flight, if it is time to: by the monotonic clock, which
   * stands still while the machine sleeps, or by the one that the leases go by, which may be put
   * back.
   */
  void renew() {
    if (System.nanoTime() - renewedAt >= terms.renewEvery().toNanos()
        || !clock.instant().isBefore(renewedTime.plus(terms.renewEvery()))) {
      renewNow();
    }
  }

  void renewNow() {
    var now = clock.instant();
    queue.renew(nodeId, inFlight.held(), end(now)).forEach(this::lost);
    renewedAt = System.nanoTime();
    renewedTime = now;
  }

  private void lost(Claim claim) {
    inFlight.lost(claim);
    LOG.log(
        System.Logger.Level.WARNING,
        "The delivery {0} is still being sent here, but another process has taken it over since; the"
            + " result here will not be recorded.",
        claim.delivery().id());
  }

  /** The longest time to sleep while something is in flight. */
  Duration untilRenewal() {
    return Duration.ofNanos(renewedAt - System.nanoTime()).plus(terms.renewEvery());
  }
}
