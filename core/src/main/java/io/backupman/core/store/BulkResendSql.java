package io.backupman.core.store;

import io.backupman.core.report.Delivery;
import io.backupman.core.report.Report;
import io.backupman.core.report.ReportWithDeliveries;
import io.backupman.core.report.ResendSelection;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a bulk resend asks for and adds, a batch of reports at a time. */
final class BulkResendSql {
  private static final String CANDIDATES = "SELECT d.report_id AS id FROM deliveries d USE INDEX ";

  private static final String REPORTS = ReportSql.BY_ID + " ORDER BY id";

  private BulkResendSql() {}

  static List<UUID> candidates(
      Transaction tx, ResendSelection selection, @Nullable UUID after, int limit) {
    var where =
        new Where()
            .and("d.status = :status", selection.delivery().word())
            .and("d.notifier = :notifier", selection.notifier())
            .and("d.report_id >= :since", IdBounds.lowest(selection.since()))
            .and("d.report_id < :until", IdBounds.lowestOrNull(selection.until()))
            .and("d.report_id > :after", after);
    var index =
        selection.notifier() == null ? "(deliveries_status)" : "(deliveries_notifier_status)";
    return tx.query(
        CANDIDATES
            + index
            + where.clause()
            + " GROUP BY d.report_id ORDER BY d.report_id LIMIT :limit",
        row -> row.id("id"),
        where.paramsAnd(limit));
  }

  static List<ReportWithDeliveries> reports(Transaction tx, List<UUID> ids) {
    return withDeliveries(tx, REPORTS, ids);
  }

  /** The lock on the reports keeps two calls at once from adding the same deliveries twice. */
  static List<Delivery> addToEach(
      Transaction tx, List<UUID> ids, Function<ReportWithDeliveries, List<Delivery>> more) {
    var added =
        withDeliveries(tx, REPORTS + " FOR UPDATE", ids).stream()
            .flatMap(report -> more.apply(report).stream())
            .toList();
    DeliverySql.insert(tx, added);
    return added;
  }

  private static List<ReportWithDeliveries> withDeliveries(
      Transaction tx, String select, List<UUID> ids) {
    List<Report> reports = tx.query(select, ReportSql::report, Params.of("ids", ids));
    var deliveries = DeliverySql.of(tx, ids);
    return reports.stream()
        .map(r -> new ReportWithDeliveries(r, deliveries.getOrDefault(r.id(), List.of())))
        .toList();
  }
}
