package io.backupman.core.store;

import io.backupman.core.report.DeliveryStatus;
import java.time.Instant;

/**
 * Probes of destinations that are failing: which delivery finds out whether one is reached again.
 */
final class ProbeSql {
  // H2 uses the order of an index only if ORDER BY names it from its first column on.
  private static final String WAITING =
      """
      SELECT id FROM deliveries
      WHERE status = 'pending' AND notifier = :notifier AND destination = :destination
        AND claimed_by IS NULL AND attempt_count < :retries
      ORDER BY status, notifier, destination, due_at LIMIT 1""";
  private static final String ONE =
      """
      UPDATE deliveries SET due_at = :now, next_attempt_at = :now
      WHERE id = :id AND status = 'pending' AND claimed_by IS NULL AND due_at > :now""";
  private static final String UNDER_WAY =
      """
      SELECT id FROM deliveries
      WHERE status = 'pending' AND notifier = :notifier AND destination = :destination AND claimed_by IS NOT NULL
      LIMIT 1""";

  private static final String OF_DESTINATION =
      """
      SELECT status FROM deliveries USE INDEX (deliveries_notifier)
      WHERE notifier = :notifier AND destination = :destination""";
  private static final String LAST = " ORDER BY notifier DESC, report_id DESC LIMIT 1";

  private ProbeSql() {}

  /**
   * Makes the first one that waits for a destination due, if this is not its last attempt.
   *
   * @return false if there is none, nor any that is being sent
   */
  static boolean tryOne(
      Transaction tx, String notifier, String destination, Instant now, int retries) {
    var waiting =
        tx.first(WAITING, row -> row.id("id"), of(notifier, destination).and("retries", retries));
    waiting.ifPresent(id -> tx.update(ONE, Params.of("id", id).and("now", now)));
    return waiting.isPresent()
        || tx.first(UNDER_WAY, row -> true, of(notifier, destination)).isPresent();
  }

  /**
   * Whether nothing waits for a destination only because the newest report was not sent, on
   * purpose: not if one before it was given up.
   */
  static boolean isNothingOwed(Transaction tx, String notifier, String destination) {
    return isLast(tx, DeliveryStatus.SKIPPED, "", notifier, destination)
        && !isLast(tx, DeliveryStatus.FAILED, " AND status <> 'skipped'", notifier, destination);
  }

  private static boolean isLast(
      Transaction tx, DeliveryStatus status, String among, String notifier, String destination) {
    return tx.first(
            OF_DESTINATION + among + LAST, row -> row.text("status"), of(notifier, destination))
        .filter(status.word()::equals)
        .isPresent();
  }

  private static Params of(String notifier, String destination) {
    return Params.of("notifier", notifier).and("destination", destination);
  }
}
