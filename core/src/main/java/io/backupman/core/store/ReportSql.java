package io.backupman.core.store;

import io.backupman.core.page.Page;
import io.backupman.core.report.Attempt;
import io.backupman.core.report.Delivery;
import io.backupman.core.report.DeliveryStatus;
import io.backupman.core.report.Report;
import io.backupman.core.report.ReportQuery;
import io.backupman.core.report.ReportStore;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The table {@code reports}, and what belongs to reports. */
final class ReportSql implements ReportStore {
  private static final String INSERT =
      """
      INSERT INTO reports (id, event, backup_id, label, status, created_at, payload)
      VALUES (?, ?, ?, ?, ?, ?, ?)""";

  private static final String BY_ID =
      """
      SELECT id, event, backup_id, label, status, created_at, payload
      FROM reports WHERE id IN (:ids)""";

  private final Sql sql;

  ReportSql(Sql sql) {
    this.sql = sql;
  }

  static void insert(Transaction tx, Report report) {
    tx.update(
        INSERT,
        report.id(),
        report.event(),
        report.backupId(),
        report.label(),
        report.status(),
        report.createdAt(),
        report.payload());
  }

  static Map<UUID, Report> byId(Transaction tx, List<UUID> ids) {
    if (ids.isEmpty()) {
      return Map.of();
    }
    return tx.query(Where.of(BY_ID, ids), ReportSql::report, ids.toArray()).stream()
        .collect(Collectors.toMap(Report::id, Function.identity()));
  }

  @Override
  public Optional<Report> find(UUID id) {
    return sql.query(Where.of(BY_ID, List.of(id)), ReportSql::report, id).stream().findFirst();
  }

  @Override
  public Page<ReportWithDeliveries> list(ReportQuery query) {
    return sql.transaction(tx -> ReportPages.page(tx, query));
  }

  @Override
  public List<Delivery> deliveries(UUID reportId) {
    return sql.transaction(
        tx -> DeliverySql.of(tx, List.of(reportId)).getOrDefault(reportId, List.of()));
  }

  @Override
  public List<Attempt> attempts(UUID deliveryId) {
    return sql.transaction(tx -> AttemptSql.of(tx, deliveryId));
  }

  @Override
  public void add(List<Delivery> deliveries) {
    if (deliveries.isEmpty()) {
      return;
    }
    sql.transaction(
        tx -> {
          DeliverySql.insert(tx, deliveries);
          return deliveries.size();
        });
  }

  @Override
  public List<Claim> claim(UUID nodeId, Instant now, Instant leaseUntil, int limit) {
    return sql.transaction(tx -> ClaimSql.claim(tx, nodeId, now, leaseUntil, limit));
  }

  @Override
  public Optional<Instant> nextDue() {
    return sql.transaction(ClaimSql::nextDue);
  }

  @Override
  public boolean record(
      Claim claim, Attempt attempt, DeliveryStatus status, @Nullable Instant nextAttemptAt) {
    if ((status == DeliveryStatus.PENDING) != (nextAttemptAt != null)) {
      throw new IllegalArgumentException("A delivery that waits has a next attempt, others not.");
    }
    return sql.transaction(
        tx -> {
          if (!OutcomeSql.record(tx, claim, attempt, status, nextAttemptAt)) {
            return false;
          }
          AttemptSql.insert(tx, claim.delivery().id(), attempt);
          return true;
        });
  }

  @Override
  public boolean postpone(Claim claim, Instant nextAttemptAt, String reason) {
    return sql.transaction(tx -> OutcomeSql.postpone(tx, claim, nextAttemptAt, reason));
  }

  @Override
  public boolean giveUp(Claim claim, String reason) {
    return sql.transaction(tx -> OutcomeSql.giveUp(tx, claim, reason));
  }

  @Override
  public long hasten(Collection<String> usable, Collection<String> usableAgain, Instant now) {
    return sql.transaction(tx -> HasteSql.hasten(tx, usable, usableAgain, now));
  }

  @Override
  public boolean replace(Claim claim, List<Delivery> deliveries) {
    return sql.transaction(
        tx -> {
          if (!OutcomeSql.remove(tx, claim)) {
            return false;
          }
          DeliverySql.insert(tx, deliveries);
          return true;
        });
  }

  private static Report report(Row row) {
    return new Report(
        row.id("id"),
        row.text("event"),
        row.idOrNull("backup_id"),
        row.text("label"),
        row.text("status"),
        row.text("payload"),
        row.time("created_at"));
  }
}
