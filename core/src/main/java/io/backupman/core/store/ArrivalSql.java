package io.backupman.core.store;

import io.backupman.core.report.Attempt;
import io.backupman.core.report.Route;
import io.backupman.core.report.delivery.DeliveryQueue.Claim;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Records deliveries that have arrived, several at a time: what a healthy year consists of takes
 * few statements. Leaves out those that another process holds just now, is about to change, or has
 * claimed since; {@link DeliveryResultSql} says what becomes of them, one at a time.
 */
final class ArrivalSql {
  private static final String HELD =
      """
      SELECT id, fence, attempt_count FROM deliveries WHERE id IN (:ids) AND status = 'pending'
      FOR UPDATE SKIP LOCKED""";

  private static final String DELIVERED =
      """
      UPDATE deliveries SET status = 'delivered', attempt_count = attempt_count + 1,
        next_attempt_at = NULL, due_at = NULL, last_error = NULL, claimed_by = NULL,
        delivered_at = CASE id\s""";

  private static final String OF_THESE = " END WHERE id IN (:ids)";

  private ArrivalSql() {}

  /**
   * A delivery that has arrived.
   *
   * @param claim the right to say so
   * @param attempt the attempt that has delivered it
   */
  record Arrival(Claim claim, Attempt attempt) {
    UUID id() {
      return claim.delivery().id();
    }

    Route route() {
      return Route.of(claim.delivery());
    }

    Instant at() {
      return attempt.endedAt();
    }
  }

  /** Records arrivals; says of each in its place whether it is recorded now. */
  static List<Boolean> record(Transaction tx, List<Arrival> arrivals) {
    var held = held(tx, arrivals);
    var recorded = arrivals.stream().filter(arrival -> holds(held, arrival)).toList();
    if (!recorded.isEmpty()) {
      deliver(tx, recorded);
      AttemptSql.insert(
          tx, recorded.stream().collect(Collectors.toMap(Arrival::id, Arrival::attempt)));
      latestOfEachRoute(recorded)
          .forEach(arrival -> OutageSql.reached(tx, arrival.claim().delivery(), arrival.at()));
    }
    return arrivals.stream().map(recorded::contains).toList();
  }

  private record Held(UUID id, long fence, long attempts) {
    static Held of(Row row) {
      return new Held(row.id("id"), row.number("fence"), row.number("attempt_count"));
    }
  }

  private static Map<UUID, Held> held(Transaction tx, List<Arrival> arrivals) {
    return tx
        .query(HELD, Held::of, Params.of("ids", arrivals.stream().map(Arrival::id).toList()))
        .stream()
        .collect(Collectors.toMap(Held::id, Function.identity()));
  }

  private static boolean holds(Map<UUID, Held> held, Arrival arrival) {
    var found = held.get(arrival.id());
    return found != null
        && found.fence() == arrival.claim().fence()
        && found.attempts() == arrival.attempt().number() - 1;
  }

  private static void deliver(Transaction tx, List<Arrival> arrivals) {
    var params = Params.of("ids", arrivals.stream().map(Arrival::id).toList());
    var cases = new ArrayList<String>();
    for (var i = 0; i < arrivals.size(); i++) {
      cases.add("WHEN :id" + i + " THEN CAST(:at" + i + " AS DATETIME(6))");
      params.and("id" + i, arrivals.get(i).id()).and("at" + i, arrivals.get(i).at());
    }
    tx.update(DELIVERED + String.join(" ", cases) + OF_THESE, params);
  }

  private static Collection<Arrival> latestOfEachRoute(List<Arrival> arrivals) {
    return arrivals.stream()
        .collect(
            Collectors.toMap(
                Arrival::route,
                Function.identity(),
                BinaryOperator.maxBy(Comparator.comparing(Arrival::at)),
                () -> new TreeMap<>(OutageSql.IN_LOCKING_ORDER)))
        .values();
  }
}
