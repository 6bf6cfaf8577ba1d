package io.backupman.core.store;

import io.backupman.core.report.Attempt;
import io.backupman.core.report.Delivery;
import io.backupman.core.report.DeliveryStatus;
import io.backupman.core.report.Report;
import io.backupman.core.report.Route;
import io.backupman.core.report.delivery.DeliveryQueue;
import io.backupman.core.store.ArrivalSql.Arrival;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The deliveries that wait in the table {@code deliveries}. What becomes of one is written in one
 * transaction with all that follows from it: the attempt, the outage, the fallback. Those that
 * arrive at about the same time share a transaction. Claims and routes, which may wait for nobody,
 * are {@link ClaimSql}'s and {@link NodeRouteSql}'s.
 */
final class DeliveryQueueSql implements DeliveryQueue {
  private static final String HASTEN_ALL =
      """
      UPDATE deliveries SET due_at = :now, next_attempt_at = :now
      WHERE notifier = :notifier AND status = 'pending' AND claimed_by IS NULL
        AND due_at > :now""";
  private static final String HASTEN_UNTRIED = HASTEN_ALL + " AND attempt_count = 0";

  private static final String PENDING_BACKUP =
      "SELECT id FROM backups WHERE id = :id AND status = 'pending'";

  /** So many rows that their statements cost little each, and are locked for milliseconds. */
  private static final int LARGEST_GROUP = 100;

  private final Sql sql;
  private final ClaimSql claims;
  private final NodeRouteSql routes;
  private final GroupCommit<Arrival, Boolean> arrivals;

  DeliveryQueueSql(Sql sql, ClaimSql claims, NodeRouteSql routes) {
    this.sql = sql;
    this.claims = claims;
    this.routes = routes;
    this.arrivals =
        new GroupCommit<>(
            group -> sql.transaction(tx -> ArrivalSql.record(tx, group)), LARGEST_GROUP);
  }

  @Override
  public List<Waiting> waiting() {
    return claims.waiting();
  }

  @Override
  public List<Attempt> attempts(Claim claim) {
    return sql.transaction(tx -> AttemptSql.of(tx, claim.delivery().id()));
  }

  @Override
  public List<Claim> claim(UUID nodeId, Route route, Instant now, Instant leaseUntil, int limit) {
    return claims.claim(nodeId, route, now, leaseUntil, limit);
  }

  @Override
  public List<Claim> renew(UUID nodeId, List<Claim> claimed, Instant leaseUntil) {
    return claims.renew(nodeId, claimed, leaseUntil);
  }

  @Override
  public boolean record(
      Claim claim,
      Attempt attempt,
      DeliveryStatus status,
      @Nullable Instant nextAttemptAt,
      List<Delivery> fallback) {
    if ((status == DeliveryStatus.PENDING) != (nextAttemptAt != null)) {
      throw new IllegalArgumentException("A delivery that waits has a next attempt, others not.");
    }
    var arrived =
        attempt.outcome() == Attempt.Outcome.DELIVERED && status == DeliveryStatus.DELIVERED;
    return (arrived && arrivals.commit(new Arrival(claim, attempt)))
        || recordAlone(claim, attempt, status, nextAttemptAt, fallback);
  }

  private boolean recordAlone(
      Claim claim,
      Attempt attempt,
      DeliveryStatus status,
      @Nullable Instant nextAttemptAt,
      List<Delivery> fallback) {
    return sql.transaction(
        tx -> {
          if (!DeliveryResultSql.record(tx, claim, attempt, status, nextAttemptAt)) {
            return false;
          }
          AttemptSql.insert(tx, Map.of(claim.delivery().id(), attempt));
          DeliveryResultSql.follow(tx, claim, attempt, fallback);
          return true;
        });
  }

  @Override
  public boolean postpone(Claim claim, Instant nextAttemptAt, String reason) {
    return sql.transaction(tx -> DeliveryResultSql.postpone(tx, claim, nextAttemptAt, reason));
  }

  @Override
  public boolean postponeFailing(Claim claim, Instant now, Instant nextAttemptAt, String reason) {
    return sql.transaction(
        tx -> {
          if (!DeliveryResultSql.postpone(tx, claim, nextAttemptAt, reason)) {
            return false;
          }
          OutageSql.failed(tx, claim.delivery(), now, reason);
          return true;
        });
  }

  @Override
  public long postponeDue(Route route, Instant now, List<Wait> waits, String reason) {
    return sql.transaction(tx -> DeliveryResultSql.postponeDue(tx, route, now, waits, reason));
  }

  @Override
  public long hasten(Collection<String> usable, Collection<String> usableAgain, Instant now) {
    return usable.isEmpty() ? 0 : sql.transaction(tx -> hasten(tx, usable, usableAgain, now));
  }

  private static long hasten(
      Transaction tx, Collection<String> usable, Collection<String> usableAgain, Instant now) {
    return usable.stream()
        .mapToLong(
            notifier ->
                tx.update(
                    usableAgain.contains(notifier) ? HASTEN_ALL : HASTEN_UNTRIED,
                    Params.of("notifier", notifier).and("now", now)))
        .sum();
  }

  @Override
  public boolean giveUp(Claim claim, String reason, List<Delivery> fallback) {
    return sql.transaction(
        tx -> {
          if (!DeliveryResultSql.end(tx, claim, DeliveryStatus.FAILED, reason)) {
            return false;
          }
          DeliverySql.insertFallback(tx, claim.report().id(), fallback);
          return true;
        });
  }

  @Override
  public boolean skip(Claim claim, String reason) {
    return sql.transaction(tx -> DeliveryResultSql.end(tx, claim, DeliveryStatus.SKIPPED, reason));
  }

  @Override
  public boolean replace(Claim claim, List<Delivery> deliveries, Instant now) {
    return sql.transaction(
        tx -> {
          if (!DeliveryResultSql.remove(tx, claim)) {
            return false;
          }
          DeliveryResultSql.spread(tx, claim, deliveries);
          OutageSql.reached(tx, claim.delivery(), now);
          return true;
        });
  }

  @Override
  public List<Report> deliveredSince(Claim claim, Set<String> events, int limit) {
    return events.isEmpty()
        ? List.of()
        : sql.transaction(
            tx -> DeliveredReportSql.delivered(tx, claim, List.copyOf(events), limit));
  }

  @Override
  public void publishRoutes(UUID nodeId, Set<Route> reached) {
    routes.tell(nodeId, reached);
  }

  @Override
  public boolean isRoutedElsewhere(UUID nodeId, Route route) {
    return routes.isOfOthers(nodeId, route);
  }

  @Override
  public boolean isRunning(UUID backupId) {
    return !sql.query(PENDING_BACKUP, row -> true, Params.of("id", backupId)).isEmpty();
  }

  @Override
  public boolean isTrueOfOutages(UUID alarm) {
    return sql.transaction(tx -> OutageSql.isTrue(tx, alarm));
  }

  @Override
  public boolean isCertain(UUID alarm, Instant now, int retries) {
    return sql.transaction(tx -> OutageSql.isCertain(tx, alarm, now, retries));
  }

  @Override
  public boolean isFailing(Route route) {
    return sql.transaction(tx -> OutageSql.isFailing(tx, route));
  }

  @Override
  public boolean isToldToFail(Route route) {
    return sql.transaction(tx -> OutageSql.isToldToFail(tx, route));
  }

  @Override
  public boolean isOverdue(UUID alarm) {
    return sql.transaction(tx -> AwaitedSql.isOverdue(tx, alarm));
  }
}
