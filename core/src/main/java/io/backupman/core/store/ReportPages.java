package io.backupman.core.store;

import io.backupman.core.page.Page;
import io.backupman.core.report.Delivery;
import io.backupman.core.report.Report;
import io.backupman.core.report.ReportQuery;
import io.backupman.core.report.ReportStore.ReportWithDeliveries;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Lists reports in three queries, however long the page is: which ones (from an index alone), the
 * reports, and their deliveries.
 */
final class ReportPages {
  private static final String OF_REPORTS = "SELECT r.id AS id FROM reports r";

  // Begins at the deliveries, because few of them are pending or failed, and their indexes end with
  // the report's identifier, so that the newest reports come first.
  private static final String OF_DELIVERIES =
      "SELECT d.report_id AS id FROM deliveries d JOIN reports r ON r.id = d.report_id";

  private ReportPages() {}

  static Page<ReportWithDeliveries> page(Transaction tx, ReportQuery query) {
    var ids = Pages.of(ids(tx, query), query.limit(), id -> id);
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
    var throughDeliveries = query.delivery() != null || query.notifier() != null;
    var where = throughDeliveries ? ofDeliveries(query) : ofReports(query, "r.id");
    var sql =
        throughDeliveries
            ? OF_DELIVERIES + where.clause() + " GROUP BY d.report_id ORDER BY d.report_id DESC"
            : OF_REPORTS + where.clause() + " ORDER BY r.id DESC";
    return tx.query(sql + " LIMIT ?", row -> row.id("id"), where.valuesAnd(query.limit() + 1));
  }

  private static Where ofDeliveries(ReportQuery query) {
    return ofReports(query, "d.report_id")
        .and("d.notifier = ?", query.notifier())
        .and("d.status = ?", query.delivery() == null ? null : query.delivery().word());
  }

  private static Where ofReports(ReportQuery query, String id) {
    return new Where()
        .and("r.event = ?", query.event())
        .and("r.status = ?", query.status())
        .and("r.label = ?", query.label())
        .and("r.backup_id = ?", query.backupId())
        .and(id + " < ?", query.after())
        .and(id + " >= ?", IdBounds.lowestOrNull(query.since()))
        .and(id + " < ?", IdBounds.lowestOrNull(query.until()));
  }
}
