package io.backupman.core.store;

import io.backupman.core.report.Delivery;
import io.backupman.core.report.Report;
import io.backupman.core.report.ReportStore.Claim;
import io.backupman.core.report.ReportStore.Waiting;
import io.backupman.core.report.Route;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Claims of deliveries: taking, keeping, and letting go of those of a node that is gone. */
final class ClaimSql {
  // One row after the other instead of a GROUP BY, for which H2 always, and MariaDB without fresh
  // statistics, reads the index as far as anything waits. H2 uses the order of an index only if
  // ORDER BY names it from its first column on.
  private static final String NEXT_NOTIFIER =
      """
      SELECT notifier, destination, due_at FROM deliveries
      WHERE status = 'pending' AND notifier > ?
      ORDER BY status, notifier, destination, due_at LIMIT 1""";

  private static final String NEXT_DESTINATION =
      """
      SELECT notifier, destination, due_at FROM deliveries
      WHERE status = 'pending' AND notifier = ? AND destination > ?
      ORDER BY status, notifier, destination, due_at LIMIT 1""";

  private static final String DUE =
      """
      SELECT id FROM deliveries
      WHERE status = 'pending' AND notifier = ? AND destination = ? AND due_at <= ?
      ORDER BY status, notifier, destination, due_at, id LIMIT ?""";

  // A statement of its own: with FOR UPDATE H2 reads and sorts all that is due before the limit.
  private static final String LOCK =
      """
      SELECT id FROM deliveries WHERE id IN (:ids) AND status = 'pending' AND due_at <= ?
      LIMIT ? FOR UPDATE SKIP LOCKED""";

  /** How many of the oldest are looked at, where others hold all those before them. */
  private static final int FARTHEST = 1_024;

  private static final String CLAIM =
      "UPDATE deliveries SET claimed_by = ?, due_at = ?, fence = fence + 1 WHERE id IN (:ids)";

  private static final String CLAIMED = DeliverySql.SELECT + " WHERE d.id IN (:ids)";

  private static final String HELD =
      """
      SELECT id FROM deliveries WHERE id IN (:ids) AND claimed_by = ? AND status = 'pending'
      FOR UPDATE SKIP LOCKED""";

  private static final String RENEW = "UPDATE deliveries SET due_at = ? WHERE id IN (:ids)";

  private static final String FENCES = "SELECT id, fence FROM deliveries WHERE id IN (:ids)";

  private static final String RELEASE =
      """
      UPDATE deliveries SET claimed_by = NULL, due_at = next_attempt_at
      WHERE claimed_by = ? AND status = 'pending'""";

  private ClaimSql() {}

  static List<Waiting> waiting(Transaction tx) {
    var found = new ArrayList<Waiting>();
    var next = tx.first(NEXT_NOTIFIER, ClaimSql::waiting, "");
    while (next.isPresent()) {
      found.add(next.get());
      var last = next.get().route();
      next =
          tx.first(NEXT_DESTINATION, ClaimSql::waiting, last.notifier(), last.destination())
              .or(() -> tx.first(NEXT_NOTIFIER, ClaimSql::waiting, last.notifier()));
    }
    return found;
  }

  private static Waiting waiting(Row row) {
    return new Waiting(
        new Route(row.text("notifier"), row.text("destination")), row.time("due_at"));
  }

  static List<Claim> claim(
      Transaction tx, UUID node, Route route, Instant now, Instant leaseUntil, int limit) {
    var ids = locked(tx, route, now, limit);
    if (ids.isEmpty()) {
      return List.of();
    }
    tx.update(
        Where.of(CLAIM, ids), Stream.concat(Stream.of(node, leaseUntil), ids.stream()).toArray());
    var fenced = tx.query(Where.of(CLAIMED, ids), Fenced::of, ids.toArray());
    return inOrder(ids, fenced, ReportSql.byId(tx, reportIds(fenced)));
  }

  /**
   * Locks the oldest that nobody else holds. A peer that stands still just now holds the very
   * oldest, perhaps for minutes; where only few are free, more are looked at.
   */
  private static List<UUID> locked(Transaction tx, Route route, Instant now, int limit) {
    var locked = new ArrayList<UUID>();
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
    return tx.query(DUE, row -> row.id("id"), route.notifier(), route.destination(), now, limit);
  }

  /** Without those that another process is about to claim. */
  private static List<UUID> free(Transaction tx, List<UUID> due, Instant now, int limit) {
    if (due.isEmpty()) {
      return List.of();
    }
    var values = Stream.concat(due.stream(), Stream.of(now, limit)).toArray();
    var locked = Set.copyOf(tx.query(Where.of(LOCK, due), row -> row.id("id"), values));
    return due.stream().filter(locked::contains).toList();
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

  /**
   * Returns those that were claimed again since; most often it need not even ask for them. A row
   * that is locked is left alone: its result is being recorded, or it is being taken over, and
   * waiting for it would let all the other leases run out.
   */
  static List<Claim> renew(Transaction tx, UUID node, List<Claim> claims, Instant leaseUntil) {
    var ids = claims.stream().map(c -> c.delivery().id()).distinct().toList();
    var values = Stream.concat(ids.stream(), Stream.of(node)).toArray();
    var held = tx.query(Where.of(HELD, ids), row -> row.id("id"), values);
    if (!held.isEmpty()) {
      tx.update(
          Where.of(RENEW, held), Stream.concat(Stream.of(leaseUntil), held.stream()).toArray());
    }
    return held.size() == claims.size() ? List.of() : overtaken(tx, ids, claims);
  }

  private static List<Claim> overtaken(Transaction tx, List<UUID> ids, List<Claim> claims) {
    var fences =
        tx
            .query(
                Where.of(FENCES, ids),
                row -> Map.entry(row.id("id"), row.number("fence")),
                ids.toArray())
            .stream()
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    return claims.stream()
        .filter(c -> fences.getOrDefault(c.delivery().id(), c.fence()) > c.fence())
        .toList();
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
