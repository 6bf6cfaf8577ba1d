package io.backupman.core.store;

import io.backupman.core.report.Delivery;
import io.backupman.core.report.DeliveryStatus;
import io.backupman.core.report.DeliveryTrigger;
import io.backupman.core.report.Route;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Ends the deliveries of a report that is not true any more. What is being sent is left alone, and
 * so is what somebody is about to claim or to record; and whoever asked for a resend gets it.
 */
final class SkippedSql {
  private static final String WAITING =
      """
      SELECT id FROM deliveries
      WHERE report_id = :report AND status = 'pending' AND claimed_by IS NULL
        AND made_by IN ('automatic', 'fallback')
      FOR UPDATE SKIP LOCKED""";

  private static final String SKIP =
      """
      UPDATE deliveries
      SET status = 'skipped', next_attempt_at = NULL, due_at = NULL, last_error = :reason
      WHERE id IN (:ids) AND status = 'pending' AND claimed_by IS NULL""";

  private SkippedSql() {}

  static void skip(Transaction tx, UUID reportId, String reason) {
    var waiting = tx.query(WAITING, row -> row.id("id"), Params.of("report", reportId));
    if (!waiting.isEmpty()) {
      tx.update(SKIP, Params.of("ids", waiting).and("reason", reason));
    }
  }

  /** Makes new deliveries in the place of those that were skipped for a reason. */
  static void sendAfterAll(Transaction tx, UUID reportId, String reason, Instant now) {
    var there = DeliverySql.of(tx, List.of(reportId)).getOrDefault(reportId, List.of());
    var others =
        there.stream()
            .filter(d -> d.status() != DeliveryStatus.SKIPPED)
            .map(Route::of)
            .collect(Collectors.toSet());
    var skipped =
        there.stream()
            .filter(d -> d.status() == DeliveryStatus.SKIPPED && reason.equals(d.lastError()))
            .map(Route::of)
            .distinct()
            .filter(route -> !others.contains(route))
            .toList();
    DeliverySql.insert(tx, Delivery.due(reportId, skipped, DeliveryTrigger.AUTOMATIC, now));
  }
}
