package io.backupman.core.report.delivery;

import static io.backupman.core.report.delivery.Durations.shorter;

import io.backupman.core.report.Route;
import io.backupman.core.report.delivery.DeliveryQueue.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Knows on which routes deliveries are due, and when to ask the database again: when the next one
 * is due, and after a second at the latest, because other processes add some, too. Where nothing
 * happens, it is asked less and less often, every ten seconds at last. Times to wait are measured
 * by the monotonic clock, so that a jump of the other one costs seconds at most. Used by one
 * thread.
 */
final class DueRoutes {
  private static final Duration SOONEST = Duration.ofMillis(50);
  private static final Duration BUSY = Duration.ofSeconds(1);
  private static final Duration IDLE = Duration.ofSeconds(10);

  private List<Route> due = List.of();
  private Duration backstop = BUSY;
  private final LongSupplier nanoTime;
  private long askAt;
  private int turn;

  /**
   * Begins with no routes.
   *
   * @param nanoTime the monotonic clock, in nanoseconds
   */
  DueRoutes(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.askAt = nanoTime.getAsLong();
  }

  /** Whether it is time to ask the database. */
  boolean outdated() {
    return untilOutdated().isNegative() || untilOutdated().isZero();
  }

  Duration untilOutdated() {
    return Duration.ofNanos(askAt - nanoTime.getAsLong());
  }

  /**
   * Takes in what the database has answered.
   *
   * @param busy whether something was sent since it was asked before
   */
  void update(List<Waiting> waiting, Instant now, boolean busy) {
    due = waiting.stream().filter(w -> !w.dueAt().isAfter(now)).map(Waiting::route).toList();
    backstop = busy || !due.isEmpty() ? BUSY : shorter(IDLE, backstop.multipliedBy(2));
    var next =
        waiting.stream()
            .map(w -> Duration.between(now, w.dueAt()))
            .filter(wait -> wait.isPositive())
            .reduce(backstop, Durations::shorter);
    askAt = nanoTime.getAsLong() + (next.compareTo(SOONEST) < 0 ? SOONEST : next).toNanos();
  }

  /** The routes on which something is due, beginning with another one each time. */
  List<Route> inTurn() {
    var routes = new ArrayList<>(due);
    Collections.rotate(routes, turn++);
    return routes;
  }

  /** Notes that nothing else is due on a route. */
  void served(Route route) {
    due = due.stream().filter(r -> !r.equals(route)).toList();
  }
}
