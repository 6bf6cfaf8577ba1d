package io.backupman.core.store;

import io.backupman.core.report.Delivery;
import io.backupman.core.report.Report;
import io.backupman.core.report.Route;
import io.backupman.core.report.delivery.DeliveryQueue.Claim;
import io.backupman.core.report.delivery.DeliveryQueue.Waiting;
import io.backupman.core.store.engine.StoreException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Claims of deliveries: finding what is due, taking it, keeping it, and letting go of what a node
 * that is gone has held. All of it but the last uses the reserved connections: if it waited behind
 * slow lists, or behind those who wait for a lock, leases would run out under a healthy process.
 */
final class ClaimSql {
  // One row after the other instead of a GROUP BY, for which H2 always, and MariaDB without fresh
  // statistics, reads the index as far as anything waits. H2 uses the order of an index only if
  // ORDER BY names it from its first column on.
  private static final String NEXT_NOTIFIER =
      """
      SELECT notifier, destination, due_at FROM deliveries
      WHERE status = 'pending' AND notifier > :after
      ORDER BY status, notifier, destination, due_at LIMIT 1""";

  private static final String NEXT_DESTINATION =
      """
      SELECT notifier, destination, due_at FROM deliveries
      WHERE status = 'pending' AND notifier = :notifier AND destination > :after
      ORDER BY status, notifier, destination, due_at LIMIT 1""";

  private static final String DUE =
      """
      SELECT id FROM deliveries
      WHERE status = 'pending' AND notifier = :notifier AND destination = :destination
        AND due_at <= :now
      ORDER BY status, notifier, destination, due_at, id LIMIT :limit""";

  // A statement of its own: with FOR UPDATE H2 reads and sorts all that is due before the limit.
  private static final String LOCK =
      DeliverySql.SELECT
          + """
           WHERE d.id IN (:ids) AND d.status = 'pending' AND d.due_at <= :now
          LIMIT :limit FOR UPDATE SKIP LOCKED""";

  /** How many of the oldest are looked at, where others hold all those before them. */
  private static final int FARTHEST = 1_024;

  private static final String CLAIM =
      """
      UPDATE deliveries SET claimed_by = :node, due_at = :lease_until, fence = fence + 1
      WHERE id IN (:ids)""";

  // The same as what is asked of a single report, without the report: mostly there is none.
  private static final String DELIVERED_SINCE =
      """
      SELECT d.report_id AS id FROM deliveries d USE INDEX (deliveries_notifier_status)
      WHERE d.notifier = :notifier AND d.status = 'delivered' AND d.report_id > :report
      ORDER BY d.notifier, d.status, d.report_id LIMIT 1""";

  private static final String HELD =
      """
      SELECT id FROM deliveries WHERE id IN (:ids) AND claimed_by = :node AND status = 'pending'
      FOR UPDATE SKIP LOCKED""";

  private static final String RENEW =
      "UPDATE deliveries SET due_at = :lease_until WHERE id IN (:ids)";

  private static final String FENCES = "SELECT id, fence FROM deliveries WHERE id IN (:ids)";

  private static final String RELEASE =
      """
      UPDATE deliveries SET claimed_by = NULL, due_at = next_attempt_at
      WHERE claimed_by = :node AND status = 'pending'""";

  private final Sql reserved;
  private final DatabaseClock clock;

  /**
   * Claims through connections that nothing else keeps busy.
   *
   * @param reserved uses the reserved connections
   * @param clock is put right while deliveries are looked for
   */
  ClaimSql(Sql reserved, DatabaseClock clock) {
    this.reserved = reserved;
    this.clock = clock;
  }

  List<Waiting> waiting() {
    return reserved.transaction(
        tx -> {
          clock.keepRight(tx);
          return waiting(tx);
        });
  }

  List<Claim> claim(UUID node, Route route, Instant now, Instant leaseUntil, int limit) {
    return reserved.transaction(tx -> claim(tx, node, route, now, leaseUntil, limit));
  }

  List<Claim> renew(UUID node, List<Claim> claims, Instant leaseUntil) {
    return claims.isEmpty()
        ? List.of()
        : reserved.transaction(tx -> renew(tx, node, claims, leaseUntil));
  }

  private static List<Waiting> waiting(Transaction tx) {
    var found = new ArrayList<Waiting>();
    var next = after(tx, "");
    while (next.isPresent()) {
      found.add(next.get());
      var last = next.get().route();
      next =
          tx.first(
                  NEXT_DESTINATION,
                  ClaimSql::waiting,
                  Params.of("notifier", last.notifier()).and("after", last.destination()))
              .or(() -> after(tx, last.notifier()));
    }
    return found;
  }

  private static Optional<Waiting> after(Transaction tx, String notifier) {
    return tx.first(NEXT_NOTIFIER, ClaimSql::waiting, Params.of("after", notifier));
  }

  private static Waiting waiting(Row row) {
    return new Waiting(
        new Route(row.text("notifier"), row.text("destination")), row.time("due_at"));
  }

  private static List<Claim> claim(
      Transaction tx, UUID node, Route route, Instant now, Instant leaseUntil, int limit) {
    var locked = locked(tx, route, now, limit);
    if (locked.isEmpty()) {
      return List.of();
    }
    var ids = locked.stream().map(l -> l.delivery().id()).toList();
    tx.update(CLAIM, Params.of("ids", ids).and("node", node).and("lease_until", leaseUntil));
    var reports = ReportSql.byId(tx, reportIds(locked));
    var deliveredSince = isDeliveredSince(tx, route, locked);
    return locked.stream().map(l -> l.claim(reports, deliveredSince)).toList();
  }

  /** Whether the notifier has delivered a report that is newer than the oldest of these. */
  private static boolean isDeliveredSince(Transaction tx, Route route, List<Locked> locked) {
    var oldest = Collections.min(reportIds(locked), Comparator.comparing(UUID::toString));
    var params = Params.of("notifier", route.notifier()).and("report", oldest);
    return tx.first(DELIVERED_SINCE, row -> true, params).isPresent();
  }

  /**
   * Locks the oldest that nobody else holds. A peer that stands still just now holds the very
   * oldest, perhaps for minutes; where only few are free, more are looked at.
   */
  private static List<Locked> locked(Transaction tx, Route route, Instant now, int limit) {
    var locked = new ArrayList<Locked>();
    var seen = new HashSet<UUID>();
    for (var reach = limit; ; reach = Math.min(4 * reach, FARTHEST)) {
      var due = due(tx, route, now, reach);
      var more = due.stream().filter(seen::add).toList();
      locked.addAll(free(tx, more, now, limit - locked.size()));
      if (locked.size() == limit || due.size() < reach || reach >= FARTHEST) {
        return locked;
      }
    }
  }

  private static List<UUID> due(Transaction tx, Route route, Instant now, int limit) {
    return tx.query(
        DUE,
        row -> row.id("id"),
        Params.of("notifier", route.notifier())
            .and("destination", route.destination())
            .and("now", now)
            .and("limit", limit));
  }

  /** Without those that another process is about to claim. */
  private static List<Locked> free(Transaction tx, List<UUID> due, Instant now, int limit) {
    if (due.isEmpty()) {
      return List.of();
    }
    var params = Params.of("ids", due).and("now", now).and("limit", limit);
    return tx.query(LOCK, Locked::of, params).stream()
        .sorted(Comparator.comparingInt(locked -> due.indexOf(locked.delivery().id())))
        .toList();
  }

  private static List<UUID> reportIds(List<Locked> locked) {
    return locked.stream().map(l -> l.delivery().reportId()).distinct().toList();
  }

  /**
   * Returns those that were claimed again since; most often it need not even ask for them. A row
   * that is locked is left alone: its result is being recorded, or it is being taken over, and
   * waiting for it would let all the other leases run out.
   */
  private static List<Claim> renew(
      Transaction tx, UUID node, List<Claim> claims, Instant leaseUntil) {
    var ids = claims.stream().map(c -> c.delivery().id()).distinct().toList();
    var held = tx.query(HELD, row -> row.id("id"), Params.of("ids", ids).and("node", node));
    if (!held.isEmpty()) {
      tx.update(RENEW, Params.of("ids", held).and("lease_until", leaseUntil));
    }
    return held.size() == claims.size() ? List.of() : overtaken(tx, ids, claims);
  }

  private static List<Claim> overtaken(Transaction tx, List<UUID> ids, List<Claim> claims) {
    var fences =
        tx
            .query(
                FENCES, row -> Map.entry(row.id("id"), row.number("fence")), Params.of("ids", ids))
            .stream()
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    return claims.stream()
        .filter(c -> fences.getOrDefault(c.delivery().id(), c.fence()) > c.fence())
        .toList();
  }

  /** Makes the unfinished deliveries of a node due at once; returns how many. */
  static long release(Transaction tx, UUID node) {
    return tx.update(RELEASE, Params.of("node", node));
  }

  /** A delivery that nobody else can claim now, with the fencing number of its last claim. */
  private record Locked(Delivery delivery, long fence) {
    static Locked of(Row row) {
      return new Locked(DeliverySql.delivery(row), row.number("fence"));
    }

    Claim claim(Map<UUID, Report> reports, boolean deliveredSince) {
      var report = reports.get(delivery.reportId());
      if (report == null) {
        throw new StoreException("The report of the delivery " + delivery.id() + " is missing.");
      }
      return new Claim(delivery, report, fence + 1, deliveredSince);
    }
  }
}
