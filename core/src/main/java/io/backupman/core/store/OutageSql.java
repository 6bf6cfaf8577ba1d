package io.backupman.core.store;

import io.backupman.core.report.Delivery;
import io.backupman.core.report.OutageStore;
import io.backupman.core.report.ReportStore.ReportWithDeliveries;
import io.backupman.notifier.spi.Outage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The table {@code outages}. A destination's row is only locked to change it: whether there is one
 * is asked without a lock, because mostly there is none, or one that need not change.
 */
final class OutageSql implements OutageStore {
  private static final String SELECT =
      "SELECT notifier, destination, failing_since, reason, report_id FROM outages";

  private static final String ONE = SELECT + " WHERE notifier = ? AND destination = ?";

  private static final String LOCKED = ONE + " FOR UPDATE";

  private static final String BEGIN =
      """
      INSERT INTO outages (notifier, destination, failing_since, reason) VALUES (?, ?, ?, ?)
      ON DUPLICATE KEY UPDATE reason = ?""";

  private static final String REASON =
      "UPDATE outages SET reason = ? WHERE notifier = ? AND destination = ?";

  private static final String END = "DELETE FROM outages WHERE notifier = ? AND destination = ?";

  private static final String UNANNOUNCED =
      SELECT
          + """
           WHERE report_id IS NULL AND failing_since <= ?
          ORDER BY failing_since, notifier, destination""";

  private static final String ANNOUNCE =
      """
      UPDATE outages SET report_id = ?
      WHERE notifier = ? AND destination = ? AND failing_since = ? AND report_id IS NULL""";

  private final Sql sql;

  OutageSql(Sql sql) {
    this.sql = sql;
  }

  /** A delivery's destination was not reached. */
  static void failed(Transaction tx, Delivery delivery, Instant at, String reason) {
    if (!failedStill(tx, delivery, reason)) {
      tx.update(BEGIN, delivery.notifier(), delivery.destination(), at, reason, reason);
    }
  }

  /**
   * A delivery's destination was not reached once more, which is news only if it is failing: one
   * report that it never takes must not make it fail anew after each report that it does take.
   *
   * @return whether the destination is failing
   */
  static boolean failedStill(Transaction tx, Delivery delivery, String reason) {
    var known = find(tx, ONE, delivery);
    if (known.isPresent() && !known.get().outage().reason().equals(reason)) {
      tx.update(REASON, reason, delivery.notifier(), delivery.destination());
    }
    return known.isPresent();
  }

  /** A delivery's destination was reached. */
  static void reached(
      Transaction tx, Delivery delivery, Function<Outage, Optional<ReportWithDeliveries>> told) {
    if (find(tx, ONE, delivery).isEmpty()) {
      return;
    }
    // Somebody may have told of it, or ended it, since it was read.
    var outage = find(tx, LOCKED, delivery);
    tx.update(END, delivery.notifier(), delivery.destination());
    outage
        .filter(Found::announced)
        .flatMap(found -> told.apply(found.outage()))
        .ifPresent(report -> ReportSql.insert(tx, report));
  }

  @Override
  public List<Outage> all() {
    return sql.query(SELECT, row -> Found.of(row).outage());
  }

  @Override
  public boolean end(Outage outage, Optional<ReportWithDeliveries> told) {
    return sql.transaction(tx -> end(tx, outage, told));
  }

  private static boolean end(Transaction tx, Outage outage, Optional<ReportWithDeliveries> told) {
    var found =
        tx.first(LOCKED, Found::of, outage.notifier(), outage.destination())
            .filter(f -> f.outage().since().equals(outage.since()));
    if (found.isEmpty()) {
      return false;
    }
    tx.update(END, outage.notifier(), outage.destination());
    if (found.get().announced()) {
      told.ifPresent(report -> ReportSql.insert(tx, report));
    }
    return true;
  }

  @Override
  public List<Outage> unannounced(Instant since) {
    return sql.query(UNANNOUNCED, row -> Found.of(row).outage(), since);
  }

  @Override
  public boolean announce(Outage outage, ReportWithDeliveries told) {
    return ReportSql.insertOnce(
        sql,
        told,
        ANNOUNCE,
        told.report().id(),
        outage.notifier(),
        outage.destination(),
        outage.since());
  }

  private static Optional<Found> find(Transaction tx, String sql, Delivery delivery) {
    return tx.first(sql, Found::of, delivery.notifier(), delivery.destination());
  }

  /** An outage, and whether somebody was told of it. */
  private record Found(Outage outage, boolean announced) {
    static Found of(Row row) {
      var outage =
          new Outage(
              row.text("notifier"),
              row.text("destination"),
              row.time("failing_since"),
              null,
              row.text("reason"));
      return new Found(outage, row.textOrNull("report_id") != null);
    }
  }
}
