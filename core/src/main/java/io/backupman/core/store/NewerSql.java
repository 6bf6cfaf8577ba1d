package io.backupman.core.store;

import io.backupman.core.report.Report;
import io.backupman.core.report.ReportStore.Claim;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Finds newer reports that were delivered. Looks at what one destination got since a report was
 * written, which mostly is nothing, and begins there whatever the database thinks of it.
 */
final class NewerSql {
  // A delivery is made with its report or later, so its id is greater than that of any older
  // report;
  // one that has ended has no due_at.
  private static final String DELIVERED =
      """
      SELECT d.report_id AS id FROM deliveries d USE INDEX (deliveries_waiting)
      WHERE d.status = 'delivered' AND d.notifier = ? AND d.destination = ? AND d.due_at IS NULL
        AND d.id > ?
        AND (SELECT COUNT(*) FROM reports r
          WHERE r.id = d.report_id AND r.id > ? AND r.label = ? AND r.event IN (:ids)) > 0
      ORDER BY d.id DESC LIMIT ?""";

  private NewerSql() {}

  static List<Report> delivered(Transaction tx, Claim claim, List<String> events, int limit) {
    var delivery = claim.delivery();
    var report = claim.report();
    var about =
        Stream.of(
            delivery.notifier(), delivery.destination(), report.id(), report.id(), report.label());
    var values = Stream.of(about, events.stream(), Stream.of(limit)).flatMap(s -> s).toArray();
    var ids = tx.query(Where.of(DELIVERED, events), row -> row.id("id"), values);
    var reports = ReportSql.byId(tx, ids.stream().distinct().toList());
    return ids.stream().map(reports::get).filter(Objects::nonNull).toList();
  }
}
