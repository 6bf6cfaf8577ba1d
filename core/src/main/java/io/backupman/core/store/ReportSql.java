package io.backupman.core.store;

import io.backupman.core.page.Page;
import io.backupman.core.report.Attempt;
import io.backupman.core.report.Delivery;
import io.backupman.core.report.DeliveryStatus;
import io.backupman.core.report.Recovery;
import io.backupman.core.report.Report;
import io.backupman.core.report.ReportQuery;
import io.backupman.core.report.ReportStore;
import io.backupman.core.report.ReportWithDeliveries;
import io.backupman.core.report.Route;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The table {@code reports}, and what belongs to reports. */
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

  private static final String PENDING_BACKUP =
      "SELECT id FROM backups WHERE id = :id AND status = 'pending'";

  private final Sql sql;
  private final Sql urgent;
  private final DatabaseClock clock;

  /**
   * The reports.
   *
   * @param urgent for claims and leases
   */
  ReportSql(Sql sql, Sql urgent, DatabaseClock clock) {
    this.sql = sql;
    this.urgent = urgent;
    this.clock = clock;
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
  public List<UUID> candidates(Recovery recovery, @Nullable UUID after, int limit) {
    return sql.transaction(tx -> BulkResendSql.candidates(tx, recovery, after, limit));
  }

  @Override
  public List<Delivery> addToEach(
      List<UUID> reportIds, Function<ReportWithDeliveries, List<Delivery>> more) {
    return reportIds.isEmpty()
        ? List.of()
        : sql.transaction(tx -> BulkResendSql.addToEach(tx, reportIds, more));
  }

  @Override
  public List<Waiting> waiting() {
    return urgent.transaction(
        tx -> {
          clock.keepRight(tx);
          return ClaimSql.waiting(tx);
        });
  }

  @Override
  public List<Claim> claim(UUID nodeId, Route route, Instant now, Instant leaseUntil, int limit) {
    return urgent.transaction(tx -> ClaimSql.claim(tx, nodeId, route, now, leaseUntil, limit));
  }

  @Override
  public List<Claim> renew(UUID nodeId, List<Claim> claims, Instant leaseUntil) {
    return claims.isEmpty()
        ? List.of()
        : urgent.transaction(tx -> ClaimSql.renew(tx, nodeId, claims, leaseUntil));
  }

  @Override
  public boolean record(
      Claim claim,
      Attempt attempt,
      DeliveryStatus status,
      @Nullable Instant nextAttemptAt,
      List<Delivery> fallback) {
    if ((status == DeliveryStatus.PENDING) != (nextAttemptAt != null)) {
      throw new IllegalArgumentException("A delivery that waits has a next attempt, others not.");
    }
    return sql.transaction(
        tx -> {
          if (!DeliveryResultSql.record(tx, claim, attempt, status, nextAttemptAt)) {
            return false;
          }
          AttemptSql.insert(tx, claim.delivery().id(), attempt);
          DeliveryResultSql.follow(tx, claim, attempt, fallback);
          return true;
        });
  }

  @Override
  public boolean postpone(Claim claim, Instant nextAttemptAt, String reason) {
    return sql.transaction(tx -> DeliveryResultSql.postpone(tx, claim, nextAttemptAt, reason));
  }

  @Override
  public boolean postponeFailing(Claim claim, Instant now, Instant nextAttemptAt, String reason) {
    return sql.transaction(
        tx -> {
          if (!DeliveryResultSql.postpone(tx, claim, nextAttemptAt, reason)) {
            return false;
          }
          OutageSql.failed(tx, claim.delivery(), now, reason);
          return true;
        });
  }

  @Override
  public long postponeDue(Route route, Instant now, List<Wait> waits, String reason) {
    return sql.transaction(tx -> DeliveryResultSql.postponeDue(tx, route, now, waits, reason));
  }

  @Override
  public long hasten(Collection<String> usable, Collection<String> usableAgain, Instant now) {
    return usable.isEmpty()
        ? 0
        : sql.transaction(tx -> HasteSql.hasten(tx, usable, usableAgain, now));
  }

  @Override
  public boolean giveUp(Claim claim, String reason, List<Delivery> fallback) {
    return sql.transaction(
        tx -> {
          if (!DeliveryResultSql.end(tx, claim, DeliveryStatus.FAILED, reason)) {
            return false;
          }
          DeliverySql.insertMissing(tx, claim.report().id(), fallback);
          return true;
        });
  }

  @Override
  public boolean skip(Claim claim, String reason) {
    return sql.transaction(tx -> DeliveryResultSql.end(tx, claim, DeliveryStatus.SKIPPED, reason));
  }

  @Override
  public boolean replace(Claim claim, List<Delivery> deliveries, Instant now) {
    return sql.transaction(
        tx -> {
          if (!DeliveryResultSql.remove(tx, claim)) {
            return false;
          }
          DeliveryResultSql.spread(tx, claim, deliveries);
          OutageSql.reached(tx, claim.delivery(), now);
          return true;
        });
  }

  @Override
  public List<Report> deliveredSince(Claim claim, Set<String> events, int limit) {
    return events.isEmpty()
        ? List.of()
        : sql.transaction(
            tx -> DeliveredReportSql.delivered(tx, claim, List.copyOf(events), limit));
  }

  @Override
  public void tellReach(UUID nodeId, Set<Route> routes) {
    urgent.transaction(
        tx -> {
          NodeRouteSql.tell(tx, nodeId, routes);
          return routes;
        });
  }

  @Override
  public boolean isReachedByOthers(UUID nodeId, Route route) {
    return urgent.transaction(tx -> NodeRouteSql.isOfOthers(tx, nodeId, route));
  }

  @Override
  public boolean isRunning(UUID backupId) {
    return !sql.query(PENDING_BACKUP, row -> true, Params.of("id", backupId)).isEmpty();
  }

  @Override
  public boolean isTrueOfOutages(UUID alarm) {
    return sql.transaction(tx -> OutageSql.isTrue(tx, alarm));
  }

  @Override
  public boolean isCertain(UUID alarm, Instant now, int retries) {
    return sql.transaction(tx -> OutageSql.isCertain(tx, alarm, now, retries));
  }

  @Override
  public boolean isFailing(Route route) {
    return sql.transaction(tx -> OutageSql.isFailing(tx, route));
  }

  @Override
  public boolean isToldToFail(Route route) {
    return sql.transaction(tx -> OutageSql.isToldToFail(tx, route));
  }

  @Override
  public boolean isOverdue(UUID alarm) {
    return sql.transaction(tx -> AwaitedSql.isOverdue(tx, alarm));
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
