package io.backupman.core.store;

import io.backupman.core.report.Report;
import io.backupman.core.report.delivery.DeliveryQueue.Claim;
import java.util.List;
import java.util.Objects;

/**
 * Finds newer reports that were delivered. Begins at what a notifier has delivered of reports that
 * are newer, which mostly is nothing, whatever the database thinks of it: with most retries there
 * are few, and old reports that are sent again are not among them. H2 uses the order of an index
 * only if ORDER BY names it from its first column on.
 */
final class DeliveredReportSql {
  private static final String DELIVERED =
      """
      SELECT d.report_id AS id FROM deliveries d USE INDEX (deliveries_notifier_status)
      WHERE d.notifier = :notifier AND d.status = 'delivered' AND d.report_id > :report
        AND d.destination = :destination
        AND (SELECT COUNT(*) FROM reports r
          WHERE r.id = d.report_id AND r.label = :label AND r.event IN (:events)) > 0
      ORDER BY d.notifier, d.status, d.report_id LIMIT :limit""";

  private DeliveredReportSql() {}

  static List<Report> delivered(Transaction tx, Claim claim, List<String> events, int limit) {
    var delivery = claim.delivery();
    var report = claim.report();
    var params =
        Params.of("notifier", delivery.notifier())
            .and("destination", delivery.destination())
            .and("report", report.id())
            .and("label", report.label())
            .and("events", events)
            .and("limit", limit);
    var ids = tx.query(DELIVERED, row -> row.id("id"), params);
    var reports = ReportSql.byId(tx, ids.stream().distinct().toList());
    return ids.stream().map(reports::get).filter(Objects::nonNull).toList();
  }
}
