package io.backupman.core.store;

import io.backupman.core.report.Attempt;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The table {@code attempts}. */
final class AttemptSql {
  private static final String INSERT =
      """
      INSERT INTO attempts (delivery_id, attempt_number, started_at, duration_micros, outcome,
        status_code, node, detail)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)""";

  private static final String OF_DELIVERY =
      """
      SELECT attempt_number, started_at, duration_micros, outcome, status_code, node, detail
      FROM attempts WHERE delivery_id = ? ORDER BY attempt_number""";

  private AttemptSql() {}

  static void insert(Transaction tx, UUID deliveryId, Attempt attempt) {
    tx.update(
        INSERT,
        deliveryId,
        attempt.number(),
        attempt.startedAt(),
        attempt.duration().dividedBy(Duration.of(1, ChronoUnit.MICROS)),
        attempt.outcome().word(),
        attempt.statusCode(),
        attempt.node(),
        attempt.detail());
  }

  static List<Attempt> of(Transaction tx, UUID deliveryId) {
    return tx.query(OF_DELIVERY, AttemptSql::attempt, deliveryId);
  }

  private static Attempt attempt(Row row) {
    return new Attempt(
        (int) row.number("attempt_number"),
        row.time("started_at"),
        Duration.of(row.number("duration_micros"), ChronoUnit.MICROS),
        Attempt.Outcome.of(row.text("outcome")),
        whole(row.numberOrNull("status_code")),
        row.text("detail"),
        row.text("node"));
  }

  private static @Nullable Integer whole(@Nullable Long number) {
    return number == null ? null : number.intValue();
  }
}
