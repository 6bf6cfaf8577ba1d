package io.backupman.core.store;

import io.backupman.core.report.Delivery;
import io.backupman.core.report.Report;
import io.backupman.core.report.ReportQuery;
import io.backupman.core.report.ReportWithDeliveries;
import io.backupman.core.request.Page;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Lists reports: which ones, and in two more queries, however long the page is, the reports and
 * their deliveries. Conditions on the other table than the one that the list begins at are counts,
 * which a database does not turn into a join.
 */
final class ReportQueries {
  private static final String HAS_DELIVERY =
      "(SELECT COUNT(*) FROM deliveries d WHERE d.report_id = r.id AND %s) > 0";
  private static final String HAS_REPORT =
      "(SELECT COUNT(*) FROM reports r WHERE r.id = d.report_id AND %s) > 0";

  private ReportQueries() {}

  static Page<ReportWithDeliveries> page(Transaction tx, ReportQuery query) {
    var ids = Page.of(ids(tx, query), query.limit(), id -> id);
    var reports = ReportSql.byId(tx, ids.results());
    var deliveries = DeliverySql.of(tx, ids.results());
    var results = ids.results().stream().flatMap(id -> whole(id, reports, deliveries)).toList();
    return new Page<>(results, ids.next());
  }

  private static Stream<ReportWithDeliveries> whole(
      UUID id, Map<UUID, Report> reports, Map<UUID, List<Delivery>> deliveries) {
    var report = reports.get(id);
    return report == null
        ? Stream.empty()
        : Stream.of(new ReportWithDeliveries(report, deliveries.getOrDefault(id, List.of())));
  }

  private static List<UUID> ids(Transaction tx, ReportQuery query) {
    var path = ReportPaths.best(tx, query);
    var isOfDeliveries = ReportPaths.isOfDeliveries(path);
    var where =
        isOfDeliveries
            ? ofDeliveries(query).andWithin(HAS_REPORT, ofReports(query))
            : ofReports(query).andWithin(HAS_DELIVERY, ofDeliveries(query));
    return tx.query(
        "SELECT "
            + path.id()
            + " AS id"
            + path.from()
            + inTime(where, path.id(), query).clause()
            + (isOfDeliveries ? path.newestFirstOnce() : path.newestFirst())
            + " LIMIT :limit",
        row -> row.id("id"),
        where.paramsAnd(query.limit() + 1));
  }

  /** All conditions together, for their values. */
  static Where all(ReportQuery query) {
    return inTime(ofReports(query).andWithin("%s", ofDeliveries(query)), "r.id", query);
  }

  private static Where ofDeliveries(ReportQuery query) {
    return new Where()
        .and("d.notifier = :notifier", query.notifier())
        .and("d.status = :delivery", query.delivery() == null ? null : query.delivery().word());
  }

  private static Where ofReports(ReportQuery query) {
    return new Where()
        .and("r.event = :event", query.event())
        .and("r.status = :status", query.status())
        .and("r.label = :label", query.label())
        .and("r.backup_id = :backup", query.backupId());
  }

  /** Adds the conditions on the identifier. */
  static Where inTime(Where where, String id, ReportQuery query) {
    return where
        .and(id + " < :after", query.after())
        .and(id + " >= :since", IdBounds.lowestOrNull(query.since()))
        .and(id + " < :until", IdBounds.lowestOrNull(query.until()));
  }
}
