package io.backupman.core.report.delivery;

import io.backupman.core.notifier.Notifiers;
import io.backupman.core.report.Route;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Holds destinations back that answered "429 Too Many Requests" (RFC 6585, section 4): nothing is
 * sent there for the time that was asked for, and what follows is sent one by one, at the rate that
 * the destination took before it refused. Each report that it takes lets the next one come a little
 * sooner, so that the limit is not kept for ever. Times are measured by the monotonic clock. Other
 * processes find out by themselves. Safe for use by several threads.
 */
final class RateLimits {
  private static final double SOONER = 0.95;
  private static final double MUCH_SOONER = 0.5;
  private static final Duration LONGEST_GUESS = Duration.ofMinutes(1);
  private static final Duration TOO_SHORT_TO_MATTER = Duration.ofMillis(5);

  private final Map<Route, Limit> limits = new ConcurrentHashMap<>();
  private final LongSupplier nanoTime;
  private volatile @Nullable Notifiers known;

  /**
   * Begins without limits.
   *
   * @param nanoTime the monotonic clock, in nanoseconds
   */
  RateLimits(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /**
   * How many more may be sent now.
   *
   * @param places for how many there is a place
   * @param inFlight how many are being sent
   */
  int allowed(Route route, int places, int inFlight) {
    var limit = limits.get(route);
    if (limit == null) {
      return places;
    }
    return inFlight == 0 && limit.isDue(nanoTime.getAsLong()) ? Math.min(1, places) : 0;
  }

  /** Forgets the limits of notifiers that others have replaced: they may go elsewhere. */
  @SuppressWarnings("ReferenceEquality") // a reload makes others, whatever they hold
  void knowOnly(Notifiers current) {
    if (known != current) {
      known = current;
      limits.clear();
    }
  }

  /** Notes that a report is being sent. */
  void began(Route route) {
    var now = nanoTime.getAsLong();
    limits.computeIfPresent(route, (r, limit) -> limit.afterSend(now));
  }

  /** Notes that a report was taken. */
  void delivered(Route route) {
    limits.computeIfPresent(
        route,
        (r, limit) -> limit.interval < TOO_SHORT_TO_MATTER.toNanos() ? null : limit.sooner());
  }

  /** Notes that a report was refused, and for how long nothing else is to come. */
  void refused(Route route, Duration wait) {
    var now = nanoTime.getAsLong();
    limits.merge(
        route,
        Limit.first(now, wait.toNanos()),
        (known, first) -> known.refused(now, wait.toNanos()));
  }

  /** How long until something may be sent somewhere where nothing may be sent now. */
  Duration untilNext(Duration longest) {
    var now = nanoTime.getAsLong();
    return limits.values().stream()
        .map(limit -> Duration.ofNanos(limit.dueAt - now))
        .filter(Duration::isPositive)
        .reduce(longest, (one, other) -> one.compareTo(other) <= 0 ? one : other);
  }

  /**
   * The limit of one destination.
   *
   * @param dueAt when the next report may be sent
   * @param interval how long after one report the next one may be sent
   * @param countedFrom when it began to take reports again after the last refusal
   * @param taken how many it has taken since then
   * @param measured whether the interval is what it took before, and not only a guess
   */
  private record Limit(long dueAt, long interval, long countedFrom, int taken, boolean measured) {
    static Limit first(long now, long wait) {
      return new Limit(now + wait, Math.min(wait, LONGEST_GUESS.toNanos()), now + wait, 0, false);
    }

    boolean isDue(long now) {
      return now - dueAt >= 0;
    }

    Limit afterSend(long now) {
      return new Limit(now + interval, interval, countedFrom, taken, measured);
    }

    Limit sooner() {
      var next = (long) (interval * (measured ? SOONER : MUCH_SOONER));
      return new Limit(dueAt, next, countedFrom, taken + 1, measured);
    }

    /** Several that were under way together are refused together: the first one tells the rate. */
    Limit refused(long now, long wait) {
      if (now - countedFrom < 0) {
        var until = Math.max(dueAt, now + wait);
        return new Limit(until, interval, Math.max(countedFrom, until), 0, measured);
      }
      long rate = (now - countedFrom + wait) / Math.max(1, taken);
      return new Limit(now + wait, Math.min(rate, wait), now + wait, 0, true);
    }
  }
}
