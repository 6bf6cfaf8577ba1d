package io.backupman.core.report.delivery;

import io.backupman.core.report.Event;
import io.backupman.core.report.Report;
import io.backupman.core.report.ReportPayload;
import io.backupman.core.report.Route;
import io.backupman.core.report.delivery.DeliveryQueue.Claim;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Tells whether a report that is about to be sent has become untrue while it waited. That a backup
 * has ended stays true. Safe for use by several threads.
 */
final class Truth {
  private final ReportedState state;
  private final int retries;
  private final Clock clock;

  Truth(ReportedState state, int retries, Clock clock) {
    this.state = state;
    this.retries = retries;
    this.clock = clock;
  }

  /** Why a report is not to be sent, in words; empty if it is. */
  Optional<String> missing(Claim claim) {
    var event = Event.of(claim.report());
    if (event == Event.BACKUP_STARTED) {
      return unless(
          isRunning(claim.report()), "The backup has ended, so its start is no news any more.");
    }
    return claim.delivery().trigger().isRequested()
        ? Optional.empty() // who asks for a resend wants to see what was told
        : missing(event, claim.report());
  }

  /**
   * Why it cannot be said yet whether a report is true, in words; empty if it can. An alarm that
   * has waited, perhaps because the same cause kept it from its destination, may tell of what is
   * over without anybody having noticed. An end whose destination fails again becomes true if that
   * ends before it is told of.
   */
  Optional<String> uncertain(Claim claim) {
    if (claim.delivery().trigger().isRequested()) {
      return Optional.empty();
    }
    return switch (Event.of(claim.report())) {
      case NOTIFIER_FAILING ->
          unless(
              state.isCertain(claim.report().id(), clock.instant(), retries),
              "What was not reached is tried again before this is sent.");
      case NOTIFIER_RECOVERED ->
          unless(
              !all(claim.report(), state::isFailing),
              "What was reached again is not reached now; this is sent if it soon is.");
      case BACKUP_REPORT, BACKUP_STARTED, BACKUP_OVERDUE, TEST, UNKNOWN -> Optional.empty();
    };
  }

  private Optional<String> missing(Event event, Report report) {
    return switch (event) {
      case BACKUP_OVERDUE -> unless(state.isOverdue(report.id()), "A backup has finished since.");
      case NOTIFIER_FAILING ->
          unless(
              state.isTrueOfOutages(report.id()),
              "What was not reached is reached again, so that it was not is no news any more.");
      case NOTIFIER_RECOVERED ->
          unless(
              !all(report, state::isToldToFail),
              "What was reached again is not reached any more, which is told.");
      case BACKUP_REPORT, BACKUP_STARTED, TEST, UNKNOWN -> Optional.empty();
    };
  }

  private static Optional<String> unless(boolean condition, String reason) {
    return condition ? Optional.empty() : Optional.of(reason);
  }

  private boolean isRunning(Report report) {
    var backupId = report.backupId();
    return backupId == null || state.isRunning(backupId);
  }

  private static boolean all(Report report, Predicate<Route> state) {
    try {
      return ReportPayload.readOutages(report.payload()).stream().map(Route::of).allMatch(state);
    } catch (IllegalStateException damaged) {
      return false; // the attempt will say so
    }
  }
}
