package io.backupman.core.store;

import static java.util.stream.Collectors.groupingBy;

import io.backupman.core.report.Delivery;
import io.backupman.core.report.DeliveryStatus;
import io.backupman.core.report.DeliveryTrigger;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The table {@code deliveries}: writing new ones, reading. */
final class DeliverySql {
  /** The columns that {@link #delivery} reads. */
  static final String SELECT =
      """
      SELECT d.id, d.report_id, d.notifier, d.destination, d.status, d.made_by, d.attempt_count,
        d.created_at, d.next_attempt_at, d.delivered_at, d.last_error, d.fence
      FROM deliveries d""";

  private static final String INSERT =
      """
      INSERT INTO deliveries (id, report_id, notifier, destination, status, made_by, attempt_count,
        created_at, next_attempt_at, delivered_at, last_error, due_at, fence)
      VALUES (:id, :report, :notifier, :destination, :status, :trigger, :attempt_count, :created_at,
        :next_attempt_at, :delivered_at, :last_error, :due_at, 0)""";

  private static final int ROWS_AT_ONCE = 100;

  private static final String OF_REPORTS = SELECT + " WHERE d.report_id IN (:ids) ORDER BY d.id";

  private static final String LOCK_REPORT = "SELECT id FROM reports WHERE id = :id FOR UPDATE";

  private DeliverySql() {}

  static void insert(Transaction tx, List<Delivery> deliveries) {
    for (var from = 0; from < deliveries.size(); from += ROWS_AT_ONCE) {
      var to = Math.min(from + ROWS_AT_ONCE, deliveries.size());
      tx.insert(INSERT, deliveries.subList(from, to).stream().map(DeliverySql::row).toList());
    }
  }

  private static Params row(Delivery delivery) {
    var pending = delivery.status() == DeliveryStatus.PENDING;
    return Params.of("id", delivery.id())
        .and("report", delivery.reportId())
        .and("notifier", delivery.notifier())
        .and("destination", delivery.destination())
        .and("status", delivery.status().word())
        .and("trigger", delivery.trigger().word())
        .and("attempt_count", delivery.attemptCount())
        .and("created_at", delivery.createdAt())
        .and("next_attempt_at", delivery.nextAttemptAt())
        .and("delivered_at", delivery.deliveredAt())
        .and("last_error", delivery.lastError())
        .and("due_at", pending ? delivery.nextAttemptAt() : null);
  }

  /**
   * Inserts those of a report's deliveries through a fallback whose destination the report has no
   * delivery to yet. Two that are given up together must not both see that there is none: the lock
   * makes one of them wait, unless that is on another node of a cluster, where the key refuses it.
   */
  static void insertFallback(Transaction tx, UUID reportId, List<Delivery> deliveries) {
    insertMissing(tx, reportId, deliveries.stream().map(DeliverySql::once).toList());
  }

  /**
   * Inserts those of a report's deliveries whose destination the report has no delivery to yet. A
   * delivery to every destination of a notifier counts as one to each.
   */
  static void insertMissing(Transaction tx, UUID reportId, List<Delivery> deliveries) {
    if (deliveries.isEmpty()) {
      return;
    }
    tx.query(LOCK_REPORT, row -> row.id("id"), Params.of("id", reportId));
    var there = of(tx, List.of(reportId)).getOrDefault(reportId, List.of());
    insert(
        tx, deliveries.stream().filter(d -> there.stream().noneMatch(t -> covers(t, d))).toList());
  }

  private static Delivery once(Delivery delivery) {
    return new Delivery(
        RouteId.of(delivery),
        delivery.reportId(),
        delivery.notifier(),
        delivery.destination(),
        delivery.status(),
        delivery.trigger(),
        delivery.attemptCount(),
        delivery.createdAt(),
        delivery.nextAttemptAt(),
        delivery.deliveredAt(),
        delivery.lastError());
  }

  private static boolean covers(Delivery there, Delivery added) {
    return there.notifier().equals(added.notifier())
        && (there.destination().equals(added.destination())
            || there.destination().equals(Delivery.EVERY_DESTINATION));
  }

  /** The deliveries of these reports, by report and in the order they were made. */
  static Map<UUID, List<Delivery>> of(Transaction tx, List<UUID> reportIds) {
    if (reportIds.isEmpty()) {
      return Map.of();
    }
    return tx.query(OF_REPORTS, DeliverySql::delivery, Params.of("ids", reportIds)).stream()
        .collect(groupingBy(Delivery::reportId));
  }

  static Delivery delivery(Row row) {
    return new Delivery(
        row.id("id"),
        row.id("report_id"),
        row.text("notifier"),
        row.text("destination"),
        DeliveryStatus.of(row.text("status")),
        DeliveryTrigger.of(row.text("made_by")),
        (int) row.number("attempt_count"),
        row.time("created_at"),
        row.timeOrNull("next_attempt_at"),
        row.timeOrNull("delivered_at"),
        row.textOrNull("last_error"));
  }
}
