package io.backupman.core.store;

import io.backupman.core.report.Delivery;
import io.backupman.core.report.Report;
import io.backupman.core.report.ReportStore.Claim;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Claims of deliveries: taking them, and letting go of those of a node that is gone. */
final class ClaimSql {
  private static final String DUE =
      """
      SELECT id FROM deliveries WHERE status = 'pending' AND due_at <= ?
      ORDER BY due_at, id LIMIT ? FOR UPDATE SKIP LOCKED""";

  private static final String CLAIM =
      "UPDATE deliveries SET claimed_by = ?, due_at = ?, fence = fence + 1 WHERE id IN (:ids)";

  private static final String CLAIMED = DeliverySql.SELECT + " WHERE d.id IN (:ids)";

  private static final String NEXT_DUE =
      """
      SELECT due_at FROM deliveries WHERE status = 'pending' AND claimed_by IS NULL
      ORDER BY due_at LIMIT 1""";

  private static final String RELEASE =
      """
      UPDATE deliveries SET claimed_by = NULL, due_at = next_attempt_at
      WHERE claimed_by = ? AND status = 'pending'""";

  private ClaimSql() {}

  static List<Claim> claim(Transaction tx, UUID node, Instant now, Instant leaseUntil, int limit) {
    var ids = tx.query(DUE, row -> row.id("id"), now, limit);
    if (ids.isEmpty()) {
      return List.of();
    }
    tx.update(
        Where.of(CLAIM, ids), Stream.concat(Stream.of(node, leaseUntil), ids.stream()).toArray());
    var fenced = tx.query(Where.of(CLAIMED, ids), Fenced::of, ids.toArray());
    return inOrder(ids, fenced, ReportSql.byId(tx, reportIds(fenced)));
  }

  private static List<UUID> reportIds(List<Fenced> fenced) {
    return fenced.stream().map(f -> f.delivery().reportId()).distinct().toList();
  }

  private static List<Claim> inOrder(
      List<UUID> ids, List<Fenced> fenced, Map<UUID, Report> reports) {
    var claims =
        fenced.stream()
            .map(f -> f.claim(reports))
            .collect(Collectors.toMap(c -> c.delivery().id(), Function.identity()));
    return ids.stream().map(claims::get).toList();
  }

  static Optional<Instant> nextDue(Transaction tx) {
    return tx.first(NEXT_DUE, row -> row.time("due_at"));
  }

  /** Makes the unfinished deliveries of a node due at once; returns how many. */
  static long release(Transaction tx, UUID node) {
    return tx.update(RELEASE, node);
  }

  /** A delivery with the fencing number of its newest claim. */
  private record Fenced(Delivery delivery, long fence) {
    static Fenced of(Row row) {
      return new Fenced(DeliverySql.delivery(row), row.number("fence"));
    }

    Claim claim(Map<UUID, Report> reports) {
      var report = reports.get(delivery.reportId());
      if (report == null) {
        throw new StoreException("The report of the delivery " + delivery.id() + " is missing.");
      }
      return new Claim(delivery, report, fence);
    }
  }
}
