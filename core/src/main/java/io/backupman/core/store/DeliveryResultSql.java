package io.backupman.core.store;

import io.backupman.core.report.Attempt;
import io.backupman.core.report.Delivery;
import io.backupman.core.report.DeliveryStatus;
import io.backupman.core.report.Event;
import io.backupman.core.report.Route;
import io.backupman.core.report.delivery.DeliveryQueue.Claim;
import io.backupman.core.report.delivery.DeliveryQueue.Wait;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What becomes of claimed deliveries. Each change holds only for the newest claim. */
final class DeliveryResultSql {
  private static final String HELD = " WHERE id = :id AND fence = :fence AND status = 'pending'";

  private static final String RECORD =
      """
      UPDATE deliveries SET status = :status, attempt_count = :number,
        next_attempt_at = :next_attempt_at, due_at = :next_attempt_at,
        delivered_at = :delivered_at, last_error = :last_error, claimed_by = NULL"""
          + HELD
          + " AND attempt_count = :number_before";

  private static final String POSTPONE =
      """
      UPDATE deliveries SET next_attempt_at = :next_attempt_at, due_at = :next_attempt_at,
        last_error = :reason, claimed_by = NULL"""
          + HELD;

  private static final String POSTPONE_DUE =
      """
      UPDATE deliveries SET next_attempt_at = :next_attempt_at, due_at = :next_attempt_at,
        last_error = :reason
      WHERE status = 'pending' AND notifier = :notifier AND destination = :destination
        AND due_at <= :now AND created_at > :created_after AND claimed_by IS NULL AND made_by <> 'test'
        AND NOT EXISTS (SELECT r.id FROM reports r
          WHERE r.id = deliveries.report_id AND r.event = :started)""";

  private static final String END =
      """
      UPDATE deliveries SET status = :status, next_attempt_at = NULL, due_at = NULL,
        last_error = :reason, claimed_by = NULL"""
          + HELD;

  private static final String REMOVE = "DELETE FROM deliveries" + HELD;

  private DeliveryResultSql() {}

  static boolean record(
      Transaction tx, Claim claim, Attempt attempt, DeliveryStatus status, @Nullable Instant next) {
    var delivered = status == DeliveryStatus.DELIVERED;
    return tx.update(
            RECORD,
            held(claim)
                .and("status", status.word())
                .and("number", attempt.number())
                .and("number_before", attempt.number() - 1)
                .and("next_attempt_at", next)
                .and("delivered_at", delivered ? attempt.endedAt() : null)
                .and("last_error", delivered ? null : attempt.detail()))
        == 1;
  }

  /** What an attempt says of its destination, and where the report goes if it was the last one. */
  static void follow(Transaction tx, Claim claim, Attempt attempt, List<Delivery> fallback) {
    DeliverySql.insertFallback(tx, claim.report().id(), fallback);
    var at = attempt.endedAt();
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
    return tx.update(POSTPONE, held(claim).and("next_attempt_at", next).and("reason", reason)) == 1;
  }

  static long postponeDue(
      Transaction tx, Route route, Instant now, List<Wait> waits, String reason) {
    return waits.stream()
        .mapToLong(wait -> tx.update(POSTPONE_DUE, due(route, now, wait).and("reason", reason)))
        .sum();
  }

  private static Params due(Route route, Instant now, Wait wait) {
    return Params.of("notifier", route.notifier())
        .and("destination", route.destination())
        .and("now", now)
        .and("created_after", wait.createdAfter())
        .and("next_attempt_at", wait.nextAttemptAt())
        .and("started", Event.BACKUP_STARTED.word());
  }

  /** Ends it without an attempt. */
  static boolean end(Transaction tx, Claim claim, DeliveryStatus status, String reason) {
    return tx.update(END, held(claim).and("status", status.word()).and("reason", reason)) == 1;
  }

  static boolean remove(Transaction tx, Claim claim) {
    return tx.update(REMOVE, held(claim)) == 1;
  }

  private static Params held(Claim claim) {
    return Params.of("id", claim.delivery().id()).and("fence", claim.fence());
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
