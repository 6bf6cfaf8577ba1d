package io.backupman.core.store;

import io.backupman.core.report.Delivery;
import io.backupman.core.report.DeliveryStatus;
import io.backupman.core.report.Report;
import io.backupman.core.report.ReportQuery;
import io.backupman.core.report.ReportWithDeliveries;
import io.backupman.core.request.Page;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Lists reports in three queries, however long the page is: which ones, the reports, and their
 * deliveries.
 *
 * <p>Which table a list begins at, and with which index, is not left to the database: from a
 * condition that leaves many rows it concludes now and then that it should read and sort them all,
 * where the newest few are enough. The hint is of the form that H2 knows too, and a database does
 * not turn a count into a join. Where conditions on both tables may leave many rows or few, a look
 * at the notifier's deliveries tells.
 */
final class ReportQueries {
  private static final String OF_REPORTS = "SELECT r.id AS id FROM reports r";
  private static final String OF_DELIVERIES = "SELECT d.report_id AS id FROM deliveries d";

  private static final int FEW = 200;
  private static final String SOME_OF_NOTIFIER =
      "SELECT d.report_id FROM deliveries d USE INDEX (deliveries_notifier) "
          + " WHERE d.notifier = :notifier LIMIT :limit";

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
    var reports = ofReports(query);
    var deliveries = ofDeliveries(query);
    var beginsAtDeliveries =
        !deliveries.isEmpty()
            && (reports.isEmpty() || isFew(query.delivery()) || isRare(tx, query.notifier()));
    var id = beginsAtDeliveries ? "d.report_id" : "r.id";
    var where =
        beginsAtDeliveries
            ? deliveries.andWithin(HAS_REPORT, reports)
            : reports.andWithin(HAS_DELIVERY, deliveries);
    inTime(where, id, query);
    var from = beginsAtDeliveries ? OF_DELIVERIES + hint(query) : OF_REPORTS;
    var group = beginsAtDeliveries ? " GROUP BY d.report_id" : "";
    return tx.query(
        from + where.clause() + group + " ORDER BY " + id + " DESC LIMIT :limit",
        row -> row.id("id"),
        where.paramsAnd(query.limit() + 1));
  }

  /** Whether there are so few of a notifier's deliveries that all may be read. */
  private static boolean isRare(Transaction tx, @Nullable String notifier) {
    return notifier != null && some(tx, notifier) < FEW;
  }

  private static int some(Transaction tx, String notifier) {
    var params = Params.of("notifier", notifier).and("limit", FEW);
    return tx.query(SOME_OF_NOTIFIER, row -> true, params).size();
  }

  private static boolean isFew(@Nullable DeliveryStatus status) {
    return status == DeliveryStatus.PENDING || status == DeliveryStatus.FAILED;
  }

  private static String hint(ReportQuery query) {
    if (query.notifier() == null) {
      return " USE INDEX (deliveries_status)";
    }
    return query.delivery() == null
        ? " USE INDEX (deliveries_notifier)"
        : " USE INDEX (deliveries_notifier_status)";
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

  private static void inTime(Where where, String id, ReportQuery query) {
    where
        .and(id + " < :after", query.after())
        .and(id + " >= :since", IdBounds.lowestOrNull(query.since()))
        .and(id + " < :until", IdBounds.lowestOrNull(query.until()));
  }
}
