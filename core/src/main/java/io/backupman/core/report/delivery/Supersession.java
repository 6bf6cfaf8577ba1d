package io.backupman.core.report.delivery;

import io.backupman.core.report.Event;
import io.backupman.core.report.Report;
import io.backupman.core.report.ReportPayload;
import io.backupman.core.report.delivery.DeliveryQueue.Claim;
import java.time.Clock;
import java.time.Duration;

/**
 * Tells whether a report comes too late: whether a newer one about the same data source, or about
 * the same destination of another notifier, has been delivered to its destination. Safe for use by
 * several threads.
 */
final class Supersession {
  /** How many of the reports about a notifier's outages are looked at. */
  private static final int OUTAGES_LOOKED_AT = 100;

  /** Clocks of two machines may differ by a little. */
  private static final Duration MARGIN = Duration.ofMinutes(1);

  private final DeliveryQueue queue;
  private final Clock clock;

  Supersession(DeliveryQueue queue, Clock clock) {
    this.queue = queue;
    this.clock = clock;
  }

  /** Whether the report of a claim comes too late. */
  boolean isSuperseded(Claim claim) {
    if (!claim.deliveredSince()) {
      return false;
    }
    var event = Event.of(claim.report());
    var by = Event.words(event.supersededBy());
    return event.isOfOutages()
        ? queue.deliveredSince(claim, by, OUTAGES_LOOKED_AT).stream()
            .filter(this::isOfThePast)
            .anyMatch(newer -> isAboutSameDestination(newer, claim.report()))
        : queue.deliveredSince(claim, by, 1).stream().anyMatch(this::isOfThePast);
  }

  /** A report that was written while the clock was ahead only looks newer. */
  private boolean isOfThePast(Report report) {
    return report.createdAt().isBefore(clock.instant().plus(MARGIN));
  }

  /** The label is that of both: the name of the notifier. */
  private static boolean isAboutSameDestination(Report newer, Report report) {
    try {
      return destination(newer).equals(destination(report));
    } catch (IllegalStateException damaged) {
      return false; // the attempt will say so
    }
  }

  private static String destination(Report report) {
    return ReportPayload.readOutages(report.payload()).getFirst().destination();
  }
}
