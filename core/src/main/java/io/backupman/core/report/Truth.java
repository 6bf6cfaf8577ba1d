package io.backupman.core.report;

import io.backupman.core.report.ReportStore.Claim;
import io.backupman.notifier.spi.Notification;
import java.time.Clock;
import java.util.Optional;

/**
 * Tells whether a report that is about to be sent has become untrue while it waited. That a backup
 * has ended stays true. Safe for use by several threads.
 */
final class Truth {
  private final ReportStore store;
  private final int retries;
  private final Clock clock;

  Truth(ReportStore store, int retries, Clock clock) {
    this.store = store;
    this.retries = retries;
    this.clock = clock;
  }

  /** Why a report is not to be sent, in words; empty if it is. */
  Optional<String> missing(Claim claim) {
    return claim.report().event().equals(Notification.BACKUP_STARTED)
        ? unless(
            isRunning(claim.report()), "The backup has ended, so its start is no news any more.")
        : claim.delivery().trigger() == DeliveryTrigger.AUTOMATIC
            ? missing(claim.report())
            : Optional.empty(); // who asks for a resend wants to see what was told
  }

  /**
   * Whether it must be found out first whether a report is true: an alarm that has waited, perhaps
   * because the same cause kept it from its destination, may tell of what is over without anybody
   * having noticed.
   */
  boolean isUncertain(Claim claim) {
    var now = clock.instant();
    return claim.report().event().equals(Notification.NOTIFIER_FAILING)
        && claim.delivery().trigger() == DeliveryTrigger.AUTOMATIC
        && !store.isCertain(claim.report().id(), now, retries);
  }

  private Optional<String> missing(Report report) {
    return switch (report.event()) {
      case Notification.BACKUP_OVERDUE ->
          unless(store.isOverdue(report.id()), "A backup has finished since.");
      case Notification.NOTIFIER_FAILING ->
          unless(
              store.isTrueOfOutages(report.id()),
              "What was not reached is reached again, so that it was not is no news any more.");
      case Notification.NOTIFIER_RECOVERED ->
          unless(!isFailingAgain(report), "What was reached again is not reached any more.");
      default -> Optional.empty();
    };
  }

  private static Optional<String> unless(boolean condition, String reason) {
    return condition ? Optional.empty() : Optional.of(reason);
  }

  private boolean isRunning(Report report) {
    var backupId = report.backupId();
    return backupId == null || store.isRunning(backupId);
  }

  private boolean isFailingAgain(Report report) {
    try {
      return ReportPayload.readOutages(report.payload()).stream()
          .allMatch(o -> store.isFailing(new Route(o.notifier(), o.destination())));
    } catch (IllegalStateException damaged) {
      return false; // the attempt will say so
    }
  }
}
