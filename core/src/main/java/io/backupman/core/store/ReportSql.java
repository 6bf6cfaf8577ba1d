package io.backupman.core.store;

import io.backupman.core.report.Attempt;
import io.backupman.core.report.Delivery;
import io.backupman.core.report.Report;
import io.backupman.core.report.ReportQuery;
import io.backupman.core.report.ReportStore;
import io.backupman.core.report.ReportWithDeliveries;
import io.backupman.core.report.ResendSelection;
import io.backupman.core.request.Page;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The table {@code reports}, and the history that goes with it. */
final class ReportSql implements ReportStore {
  private static final String INSERT =
      """
      INSERT INTO reports (id, event, backup_id, label, status, created_at, payload)
      VALUES (:id, :event, :backup, :label, :status, :created_at, :payload)""";

  /** The reports with some identifiers, with the columns that {@link #report} reads. */
  static final String BY_ID =
      """
      SELECT id, event, backup_id, label, status, created_at, payload
      FROM reports WHERE id IN (:ids)""";

  private final Sql sql;

  ReportSql(Sql sql) {
    this.sql = sql;
  }

  private static void insert(Transaction tx, Report report) {
    tx.update(
        INSERT,
        Params.of("id", report.id())
            .and("event", report.event())
            .and("backup", report.backupId())
            .and("label", report.label())
            .and("status", report.status())
            .and("created_at", report.createdAt())
            .and("payload", report.payload()));
  }

  static void insert(Transaction tx, ReportWithDeliveries told) {
    insert(tx, told.report());
    DeliverySql.insert(tx, told.deliveries());
  }

  /**
   * Writes a report if it is the first one: if a statement finds a row that has none yet.
   *
   * @param claim sets the row's report
   * @param params its values
   * @return whether it was
   */
  static boolean insertOnce(Sql sql, ReportWithDeliveries told, String claim, Params params) {
    return sql.transaction(
        tx -> {
          var first = tx.update(claim, params) == 1;
          if (first) {
            insert(tx, told);
          }
          return first;
        });
  }

  static Map<UUID, Report> byId(Transaction tx, List<UUID> ids) {
    if (ids.isEmpty()) {
      return Map.of();
    }
    return tx.query(BY_ID, ReportSql::report, Params.of("ids", ids)).stream()
        .collect(Collectors.toMap(Report::id, Function.identity()));
  }

  @Override
  public Optional<Report> find(UUID id) {
    return sql.transaction(tx -> Optional.ofNullable(byId(tx, List.of(id)).get(id)));
  }

  @Override
  public List<ReportWithDeliveries> find(List<UUID> ids) {
    return ids.isEmpty() ? List.of() : sql.transaction(tx -> BulkResendSql.reports(tx, ids));
  }

  @Override
  public Page<ReportWithDeliveries> list(ReportQuery query) {
    return sql.transaction(tx -> ReportQueries.page(tx, query));
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
  public Map<UUID, List<Attempt>> attemptsByDelivery(UUID reportId) {
    return sql.transaction(tx -> AttemptSql.byDelivery(tx, reportId));
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
  public void add(Report report, List<Delivery> deliveries) {
    sql.transaction(
        tx -> {
          insert(tx, report);
          DeliverySql.insert(tx, deliveries);
          return report;
        });
  }

  @Override
  public List<UUID> candidates(ResendSelection selection, @Nullable UUID after, int limit) {
    return sql.transaction(tx -> BulkResendSql.candidates(tx, selection, after, limit));
  }

  @Override
  public List<Delivery> addToEach(
      List<UUID> reportIds, Function<ReportWithDeliveries, List<Delivery>> more) {
    return reportIds.isEmpty()
        ? List.of()
        : sql.transaction(tx -> BulkResendSql.addToEach(tx, reportIds, more));
  }

  @Override
  public Batch deleteOld(@Nullable UUID after, Instant before, int limit) {
    return RetentionSql.deleteOld(sql, after, before, limit);
  }

  static Report report(Row row) {
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
