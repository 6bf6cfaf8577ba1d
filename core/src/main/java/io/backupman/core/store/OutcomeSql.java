package io.backupman.core.store;

import io.backupman.core.report.Attempt;
import io.backupman.core.report.Delivery;
import io.backupman.core.report.DeliveryStatus;
import io.backupman.core.report.Event;
import io.backupman.core.report.ReportStore.Claim;
import io.backupman.core.report.ReportStore.Wait;
import io.backupman.core.report.Route;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What becomes of claimed deliveries. Each change holds only for the newest claim. */
final class OutcomeSql {
  private static final String HELD = " WHERE id = ? AND fence = ? AND status = 'pending'";

  private static final String RECORD =
      """
      UPDATE deliveries SET status = ?, attempt_count = ?, next_attempt_at = ?, due_at = ?,
        delivered_at = ?, last_error = ?, claimed_by = NULL"""
          + HELD
          + " AND attempt_count = ?";

  private static final String POSTPONE =
      "UPDATE deliveries SET next_attempt_at = ?, due_at = ?, last_error = ?, claimed_by = NULL"
          + HELD;

  private static final String POSTPONE_DUE =
      """
      UPDATE deliveries SET next_attempt_at = ?, due_at = ?, last_error = ?
      WHERE status = 'pending' AND notifier = ? AND destination = ? AND due_at <= ?
        AND created_at > ? AND claimed_by IS NULL AND made_by <> 'test'
        AND NOT EXISTS (SELECT r.id FROM reports r
          WHERE r.id = deliveries.report_id AND r.event = ?)""";

  private static final String END =
      """
      UPDATE deliveries SET status = ?, next_attempt_at = NULL, due_at = NULL,
        last_error = ?, claimed_by = NULL"""
          + HELD;

  private static final String REMOVE = "DELETE FROM deliveries" + HELD;

  private OutcomeSql() {}

  static boolean record(
      Transaction tx, Claim claim, Attempt attempt, DeliveryStatus status, @Nullable Instant next) {
    var delivered = status == DeliveryStatus.DELIVERED;
    return tx.update(
            RECORD,
            status.word(),
            attempt.number(),
            next,
            next,
            delivered ? attempt.startedAt().plus(attempt.duration()) : null,
            delivered ? null : attempt.detail(),
            claim.delivery().id(),
            claim.fence(),
            attempt.number() - 1)
        == 1;
  }

  /** What an attempt says of its destination, and where the report goes if it was the last one. */
  static void follow(Transaction tx, Claim claim, Attempt attempt, List<Delivery> fallback) {
    DeliverySql.insertMissing(tx, claim.report().id(), fallback);
    var at = attempt.startedAt().plus(attempt.duration());
    if (attempt.outcome() == Attempt.Outcome.DELIVERED) {
      OutageSql.reached(tx, claim.delivery(), at);
    } else if (Event.of(claim.report()) == Event.TEST) {
      return; // of one who tries a notifier out
    } else if (attempt.number() > 1) {
      OutageSql.failedStill(tx, claim.delivery(), at, attempt.detail());
    } else {
      OutageSql.failed(tx, claim.delivery(), at, attempt.detail());
    }
  }

  static boolean postpone(Transaction tx, Claim claim, Instant next, String reason) {
    return tx.update(POSTPONE, next, next, reason, claim.delivery().id(), claim.fence()) == 1;
  }

  static long postponeDue(
      Transaction tx, Route route, Instant now, List<Wait> waits, String reason) {
    return waits.stream()
        .mapToLong(
            wait ->
                tx.update(
                    POSTPONE_DUE,
                    wait.nextAttemptAt(),
                    wait.nextAttemptAt(),
                    reason,
                    route.notifier(),
                    route.destination(),
                    now,
                    wait.createdAfter(),
                    Event.BACKUP_STARTED.word()))
        .sum();
  }

  /** Ends it without an attempt. */
  static boolean end(Transaction tx, Claim claim, DeliveryStatus status, String reason) {
    return tx.update(END, status.word(), reason, claim.delivery().id(), claim.fence()) == 1;
  }

  static boolean remove(Transaction tx, Claim claim) {
    return tx.update(REMOVE, claim.delivery().id(), claim.fence()) == 1;
  }

  /** Puts others in the place of a delivery that was removed. */
  static void spread(Transaction tx, Claim claim, List<Delivery> deliveries) {
    if (claim.delivery().trigger().isRequested()) {
      DeliverySql.insert(tx, deliveries);
    } else {
      DeliverySql.insertMissing(tx, claim.report().id(), deliveries);
    }
  }
}
