package io.backupman.core.store;

import io.backupman.core.report.Delivery;
import io.backupman.core.report.ReportWithDeliveries;
import io.backupman.core.report.Route;
import io.backupman.core.report.alarm.KnownOutage;
import io.backupman.core.report.alarm.OutageStore;
import io.backupman.notifier.spi.Outage;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * The table {@code outages}. A destination's row is only locked to change it: whether there is one
 * is asked without a lock, because mostly there is none, or one that need not change.
 */
final class OutageSql implements OutageStore {
  private static final String SELECT =
      """
      SELECT notifier, destination, failing_since, recovered_at, reason, report_id, probed_at,
        confirmed_at
      FROM outages""";

  private static final String KEY = " WHERE notifier = :notifier AND destination = :destination";

  private static final String ONE = SELECT + KEY;

  private static final String LOCKED = ONE + " FOR UPDATE";

  private static final String OF_ALARM = SELECT + " WHERE report_id = :alarm";

  private static final String BEGIN =
      """
      INSERT INTO outages (notifier, destination, failing_since, reason)
      VALUES (:notifier, :destination, :at, :reason)
      ON DUPLICATE KEY UPDATE reason = :reason""";

  private static final String FAILED =
      "UPDATE outages SET reason = :reason, confirmed_at = :at" + KEY + " AND recovered_at IS NULL";

  private static final String GOES_ON =
      "UPDATE outages SET recovered_at = NULL, reason = :reason, confirmed_at = :at"
          + KEY
          + " AND report_id = :alarm AND recovered_at IS NOT NULL";

  private static final String RECOVERED = "UPDATE outages SET recovered_at = :at" + KEY;

  private static final String END = "DELETE FROM outages" + KEY;

  private static final String END_UNTOLD = END + " AND report_id IS NULL";

  private static final String PROBE =
      "UPDATE outages SET probed_at = :now, confirmed_at = NULL"
          + KEY
          + " AND failing_since = :since AND recovered_at IS NULL"
          + " AND (probed_at IS NULL OR probed_at < :expired)";

  private static final String CONFIRM = "UPDATE outages SET confirmed_at = :now" + KEY;

  private static final String ANNOUNCE = "UPDATE outages SET report_id = :alarm" + KEY;

  private static final String ANEW =
      """
      UPDATE outages SET report_id = NULL, probed_at = NULL, confirmed_at = NULL
      WHERE report_id = :alarm""";

  private static final String REACHED =
      "What was not reached is reached again, so that it was not is no news any more.";

  private static final String FORGOTTEN =
      "What was not reached is not in config.yml any more, so nobody needs to know.";

  /** All processes lock outages in the same order. */
  static final Comparator<Route> IN_LOCKING_ORDER =
      Comparator.comparing(Route::notifier).thenComparing(Route::destination);

  private static final Comparator<Outage> BY_KEY =
      Comparator.comparing(outage -> Route.of(outage), IN_LOCKING_ORDER);

  /** So that the end of an alarm names the outages in the order of its beginning. */
  private static final Comparator<Outage> OLDEST_FIRST =
      Comparator.comparing(Outage::since).thenComparing(BY_KEY);

  private final Sql sql;

  OutageSql(Sql sql) {
    this.sql = sql;
  }

  /** A delivery's destination was not reached. */
  static void failed(Transaction tx, Delivery delivery, Instant at, String reason) {
    var notifier = delivery.notifier();
    var destination = delivery.destination();
    var known = find(tx, ONE, notifier, destination);
    if (known.filter(KnownOutage::fails).isPresent()) {
      failedStill(tx, known.get(), at, reason);
      return;
    }
    if (known.filter(over -> goesOn(tx, over, at, reason)).isEmpty()) {
      tx.update(BEGIN, key(notifier, destination).and("at", at).and("reason", reason));
    }
  }

  /**
   * An outage whose end nobody was told of yet has none: who was told of it would never hear that
   * it is over if it were replaced by one that ends before it is told. Who was not, because of that
   * end, is told now.
   */
  private static boolean goesOn(Transaction tx, KnownOutage over, Instant at, String reason) {
    var outage = over.outage();
    var alarm = over.alarm();
    if (alarm == null
        || tx.update(GOES_ON, key(outage).and("alarm", alarm).and("at", at).and("reason", reason))
            == 0) {
      return false;
    }
    SkippedSql.sendAfterAll(tx, alarm, REACHED, at);
    return true;
  }

  /**
   * A delivery's destination was not reached once more, which is news only if it is failing: one
   * report that it never takes must not make it fail anew after each report that it does take.
   */
  static void failedStill(Transaction tx, Delivery delivery, Instant at, String reason) {
    find(tx, ONE, delivery.notifier(), delivery.destination())
        .filter(KnownOutage::fails)
        .ifPresent(known -> failedStill(tx, known, at, reason));
  }

  private static void failedStill(Transaction tx, KnownOutage known, Instant at, String reason) {
    if (!known.confirmed() || !known.outage().reason().equals(reason)) {
      tx.update(FAILED, key(known.outage()).and("at", at).and("reason", reason));
    }
  }

  /** A delivery's destination was reached. */
  static void reached(Transaction tx, Delivery delivery, Instant at) {
    if (find(tx, ONE, delivery.notifier(), delivery.destination())
        .filter(KnownOutage::fails)
        .isPresent()) {
      // Somebody may have told of it, or ended it, since it was read.
      find(tx, LOCKED, delivery.notifier(), delivery.destination())
          .filter(KnownOutage::fails)
          .ifPresent(known -> recovered(tx, known, at));
    }
  }

  private static void recovered(Transaction tx, KnownOutage known, Instant at) {
    var outage = known.outage();
    var alarm = known.alarm();
    if (alarm == null) {
      tx.update(END, key(outage));
    } else {
      tx.update(RECOVERED, key(outage).and("at", at));
      SkippedSql.skip(tx, alarm, REACHED);
    }
  }

  /** Whether what an alarm told is true: some of what it names fails, and none is reached again. */
  static boolean isTrue(Transaction tx, UUID alarm) {
    var told = tx.query(OF_ALARM, OutageSql::known, Params.of("alarm", alarm));
    return !told.isEmpty() && told.stream().allMatch(KnownOutage::fails);
  }

  /** Whether what an alarm told has been found to be so lately; else that is found out now. */
  static boolean isCertain(Transaction tx, UUID alarm, Instant now, int retries) {
    var told =
        tx.query(
            OF_ALARM + " ORDER BY notifier, destination",
            OutageSql::known,
            Params.of("alarm", alarm));
    // All together, or one after the other would be out of date for ever.
    var again = told.stream().anyMatch(known -> known.isProbedBefore(known.probeAgain(now)));
    for (var known : told) {
      var expired = again && known.confirmed() ? now : known.probeAgain(now);
      probe(tx, known.outage(), now, expired, retries);
    }
    return told.stream().allMatch(known -> known.isCertain(now));
  }

  /** Whether a destination is failing. */
  static boolean isFailing(Transaction tx, Route route) {
    return find(tx, ONE, route.notifier(), route.destination())
        .filter(KnownOutage::fails)
        .isPresent();
  }

  /** Whether a destination is failing, and a report has told so. */
  static boolean isToldToFail(Transaction tx, Route route) {
    return find(tx, ONE, route.notifier(), route.destination())
        .filter(known -> known.fails() && known.alarm() != null)
        .isPresent();
  }

  @Override
  public List<KnownOutage> all() {
    return sql.query(SELECT, OutageSql::known, Params.none());
  }

  @Override
  public void probe(Outage outage, Instant now, Instant expired, int retries) {
    sql.transaction(tx -> probe(tx, outage, now, expired, retries));
  }

  private static boolean probe(
      Transaction tx, Outage outage, Instant now, Instant expired, int retries) {
    var notifier = outage.notifier();
    var destination = outage.destination();
    var first =
        tx.update(
                PROBE,
                key(outage).and("since", outage.since()).and("now", now).and("expired", expired))
            == 1;
    if (first && !ProbeSql.tryOne(tx, notifier, destination, now, retries)) {
      if (ProbeSql.isNothingOwed(tx, notifier, destination)) {
        tx.update(END_UNTOLD, key(outage)); // nothing is owed to it, so nobody knows
      } else {
        tx.update(CONFIRM, key(outage).and("now", now));
      }
    }
    return first;
  }

  @Override
  public Optional<ReportWithDeliveries> announce(
      List<Outage> outages, Function<List<Outage>, ReportWithDeliveries> telling) {
    return sql.transaction(
        tx -> {
          var untold = untold(tx, outages);
          if (untold.isEmpty()) {
            return Optional.empty();
          }
          var told = telling.apply(untold);
          untold.forEach(o -> tx.update(ANNOUNCE, key(o).and("alarm", told.report().id())));
          ReportSql.insert(tx, told);
          return Optional.of(told);
        });
  }

  private static List<Outage> untold(Transaction tx, List<Outage> outages) {
    return outages.stream()
        .sorted(BY_KEY)
        .flatMap(outage -> locked(tx, outage).stream())
        .filter(known -> known.fails() && known.alarm() == null)
        .map(KnownOutage::outage)
        .sorted(OLDEST_FIRST)
        .toList();
  }

  @Override
  public Optional<ReportWithDeliveries> tellRecovered(
      UUID alarm, Function<Over, Optional<ReportWithDeliveries>> telling) {
    return sql.transaction(
        tx -> {
          var over =
              tx
                  .query(OF_ALARM + " FOR UPDATE", OutageSql::known, Params.of("alarm", alarm))
                  .stream()
                  .filter(known -> !known.fails())
                  .map(KnownOutage::outage)
                  .sorted(OLDEST_FIRST)
                  .toList();
          if (over.isEmpty()) {
            return Optional.empty();
          }
          SkippedSql.skip(tx, alarm, REACHED);
          over.forEach(o -> tx.update(END, key(o)));
          tx.update(ANEW, Params.of("alarm", alarm));
          var deliveries = DeliverySql.of(tx, List.of(alarm)).getOrDefault(alarm, List.of());
          var told = telling.apply(new Over(over, deliveries));
          told.ifPresent(report -> ReportSql.insert(tx, report));
          return told;
        });
  }

  @Override
  public boolean recovered(Outage outage, Instant now) {
    return sql.transaction(
        tx -> {
          var found = locked(tx, outage).filter(KnownOutage::fails);
          found.ifPresent(known -> recovered(tx, known, now));
          return found.isPresent();
        });
  }

  @Override
  public boolean forget(Outage outage) {
    return sql.transaction(
        tx -> {
          var found = locked(tx, outage);
          found.ifPresent(known -> forget(tx, known));
          return found.isPresent();
        });
  }

  private static void forget(Transaction tx, KnownOutage known) {
    tx.update(END, key(known.outage()));
    var alarm = known.alarm();
    if (alarm != null
        && tx.query(OF_ALARM, OutageSql::known, Params.of("alarm", alarm)).isEmpty()) {
      SkippedSql.skip(tx, alarm, FORGOTTEN);
    }
  }

  private static Optional<KnownOutage> locked(Transaction tx, Outage outage) {
    return find(tx, LOCKED, outage.notifier(), outage.destination())
        .filter(known -> known.outage().since().equals(outage.since()));
  }

  private static Optional<KnownOutage> find(
      Transaction tx, String sql, String notifier, String destination) {
    return tx.first(sql, OutageSql::known, key(notifier, destination));
  }

  private static Params key(Outage outage) {
    return key(outage.notifier(), outage.destination());
  }

  private static Params key(String notifier, String destination) {
    return Params.of("notifier", notifier).and("destination", destination);
  }

  private static KnownOutage known(Row row) {
    var outage =
        new Outage(
            row.text("notifier"),
            row.text("destination"),
            row.time("failing_since"),
            row.timeOrNull("recovered_at"),
            row.text("reason"));
    return new KnownOutage(
        outage,
        row.idOrNull("report_id"),
        row.timeOrNull("probed_at"),
        row.timeOrNull("confirmed_at") != null);
  }
}
