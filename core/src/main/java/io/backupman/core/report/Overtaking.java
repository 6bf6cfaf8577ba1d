package io.backupman.core.report;

import io.backupman.core.report.ReportStore.Claim;
import io.backupman.notifier.spi.Notification;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;

/**
 * Tells whether a report comes too late: whether a newer one about the same data source, or about
 * the same destination of another notifier, has been delivered to its destination. Safe for use by
 * several threads.
 */
final class Overtaking {
  /** What says how a data source fares. */
  private static final Set<String> STATES =
      Set.of(Notification.BACKUP_REPORT, Notification.BACKUP_OVERDUE);

  /** How many of the reports about a notifier's outages are looked at. */
  private static final int OUTAGES_LOOKED_AT = 100;

  /** Clocks of two machines may differ by a little. */
  private static final Duration MARGIN = Duration.ofMinutes(1);

  private final ReportStore store;
  private final Clock clock;

  Overtaking(ReportStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  boolean isOvertaken(Claim claim) {
    return switch (claim.report().event()) {
      case Notification.BACKUP_REPORT, Notification.BACKUP_STARTED, Notification.BACKUP_OVERDUE ->
          store.deliveredSince(claim, STATES, 1).stream().anyMatch(this::isOfThePast);
      case Notification.NOTIFIER_FAILING, Notification.NOTIFIER_RECOVERED ->
          store.deliveredSince(claim, OutageReports.EVENTS, OUTAGES_LOOKED_AT).stream()
              .filter(this::isOfThePast)
              .anyMatch(newer -> isAboutSameDestination(newer, claim.report()));
      default -> false;
    };
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
