package io.backupman.core.store;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import io.backupman.core.report.Attempt;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The table {@code attempts}. */
final class AttemptSql {
  private static final String INSERT =
      """
      INSERT INTO attempts (delivery_id, attempt_number, started_at, duration_micros, outcome,
        status_code, node, detail)
      VALUES (:delivery, :number, :started_at, :duration_micros, :outcome, :status_code, :node,
        :detail)""";

  private static final String OF_DELIVERY =
      """
      SELECT attempt_number, started_at, duration_micros, outcome, status_code, node, detail
      FROM attempts WHERE delivery_id = :delivery ORDER BY attempt_number""";

  private static final String OF_REPORT =
      """
      SELECT a.delivery_id, a.attempt_number, a.started_at, a.duration_micros, a.outcome,
        a.status_code, a.node, a.detail
      FROM deliveries d JOIN attempts a ON a.delivery_id = d.id
      WHERE d.report_id = :report ORDER BY a.delivery_id, a.attempt_number""";

  private AttemptSql() {}

  static void insert(Transaction tx, Map<UUID, Attempt> byDelivery) {
    tx.insert(INSERT, byDelivery.entrySet().stream().map(AttemptSql::row).toList());
  }

  private static Params row(Map.Entry<UUID, Attempt> ofDelivery) {
    var attempt = ofDelivery.getValue();
    return Params.of("delivery", ofDelivery.getKey())
        .and("number", attempt.number())
        .and("started_at", attempt.startedAt())
        .and("duration_micros", attempt.duration().dividedBy(Duration.of(1, ChronoUnit.MICROS)))
        .and("outcome", attempt.outcome().word())
        .and("status_code", attempt.statusCode())
        .and("node", attempt.node())
        .and("detail", attempt.detail());
  }

  static List<Attempt> of(Transaction tx, UUID deliveryId) {
    return tx.query(OF_DELIVERY, AttemptSql::attempt, Params.of("delivery", deliveryId));
  }

  static Map<UUID, List<Attempt>> byDelivery(Transaction tx, UUID reportId) {
    return tx
        .query(
            OF_REPORT,
            row -> Map.entry(row.id("delivery_id"), attempt(row)),
            Params.of("report", reportId))
        .stream()
        .collect(groupingBy(Map.Entry::getKey, mapping(Map.Entry::getValue, toList())));
  }

  private static Attempt attempt(Row row) {
    return new Attempt(
        (int) row.number("attempt_number"),
        row.time("started_at"),
        Duration.of(row.number("duration_micros"), ChronoUnit.MICROS),
        Attempt.Outcome.of(row.text("outcome")),
        row.wholeOrNull("status_code"),
        row.text("detail"),
        row.text("node"));
  }
}
