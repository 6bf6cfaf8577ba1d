package io.backupman.core.schedule;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Fires schedules at their times, each in a virtual thread of its own. A firing that fails is tried
 * again until it succeeds. A time that passed by while this machine slept counts as missed. Started
 * and stopped by one thread.
 */
public final class Schedules {
  private static final System.Logger LOG = System.getLogger(Schedules.class.getName());

  /** A clock that is set does not wake anybody, so it is looked at from time to time. */
  private static final Duration LONGEST_SLEEP = Duration.ofSeconds(10);

  /** A busy machine is late, but not so late. */
  private static final Duration LATE = Duration.ofMinutes(1);

  private static final Duration PAUSE_BETWEEN_TRIES = Duration.ofSeconds(2);

  /** What happens at the times. Safe for use by several threads. */
  public interface Firings {

    /**
     * The newest time of a data source for which {@link #fire} was called, in whatever process and
     * however long ago.
     */
    Optional<Instant> last(String label);

    /** Does what is to be done at a time; again for the same time it does nothing. */
    void fire(String label, Instant at);
  }

  private final List<CronSchedule> schedules;
  private final Firings firings;
  private final Clock clock;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final ExecutorService runs = Executors.newVirtualThreadPerTaskExecutor();

  /**
   * Schedules that do nothing until they are {@linkplain #start() started}.
   *
   * @param clock tells the time, the same to all processes that share the firings
   */
  public Schedules(List<CronSchedule> schedules, Firings firings, Clock clock) {
    this.schedules = List.copyOf(schedules);
    this.firings = firings;
    this.clock = clock;
  }

  /** Begins; times that were missed since the last firing are made up for or logged. */
  public void start() {
    for (var schedule : schedules) {
      runs.execute(() -> keepOn(schedule));
    }
  }

  /**
   * Stops: nothing fires any more.
   *
   * @param grace how long to wait for what fires just now
   */
  public void stop(Duration grace) {
    stopped.countDown();
    runs.shutdown();
    try {
      if (!runs.awaitTermination(grace.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.log(System.Logger.Level.WARNING, "A schedule has not stopped in time.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void keepOn(CronSchedule schedule) {
    try {
      var seen = clock.instant();
      missed(schedule, seen);
      var next = schedule.next(seen);
      while (next.isPresent() && !isStopped(Duration.ZERO)) {
        var now = clock.instant();
        // If the clock was set back, the next time is nearer; one that comes again is taken.
        next = now.isBefore(seen) ? schedule.next(now) : awaited(schedule, next.get(), now);
        seen = now;
      }
    } catch (InterruptedException e) {
      LOG.log(System.Logger.Level.WARNING, "\"{0}\" is not scheduled any more.", schedule.label());
    }
  }

  /** Waits a while for a time, fires if it has come, and returns the next one to wait for. */
  private Optional<Instant> awaited(CronSchedule schedule, Instant next, Instant now)
      throws InterruptedException {
    var left = Duration.between(now, next);
    if (left.isPositive()) {
      isStopped(left.compareTo(LONGEST_SLEEP) < 0 ? left : LONGEST_SLEEP);
      return Optional.of(next);
    }
    if (left.negated().compareTo(LATE) > 0) {
      missed(schedule, next.minusNanos(1), now);
      return schedule.next(now);
    }
    fire(schedule.label(), next);
    return schedule.next(next);
  }

  private boolean isStopped(Duration wait) throws InterruptedException {
    // A millisecond more, as the wait is cut to whole ones.
    return stopped.await(wait.isZero() ? 0 : wait.toMillis() + 1, TimeUnit.MILLISECONDS);
  }

  private void missed(CronSchedule schedule, Instant now) throws InterruptedException {
    var last = lastFiring(schedule.label());
    if (last != null) {
      missed(schedule, last, now);
    }
  }

  private void missed(CronSchedule schedule, Instant after, Instant now)
      throws InterruptedException {
    var missed = schedule.last(after, now);
    if (missed.isEmpty()) {
      return;
    }
    LOG.log(
        System.Logger.Level.WARNING,
        schedule.catchUp()
            ? "The backup of \"{0}\" that was due at {1} was missed; it is made up for now."
            : "The backup of \"{0}\" that was due at {1} was missed, as no Backupman ran then;"
                + " with \"catch_up: true\" it would be made up for.",
        schedule.label(),
        missed.get());
    if (schedule.catchUp()) {
      fire(schedule.label(), missed.get());
    }
  }

  private @Nullable Instant lastFiring(String label) throws InterruptedException {
    do {
      try {
        return firings.last(label).orElse(null);
      } catch (RuntimeException e) {
        LOG.log(System.Logger.Level.DEBUG, "The last firing cannot be read yet.", e);
      }
    } while (!isStopped(PAUSE_BETWEEN_TRIES));
    return null;
  }

  private void fire(String label, Instant at) throws InterruptedException {
    var level = System.Logger.Level.ERROR;
    do {
      try {
        firings.fire(label, at);
        return;
      } catch (RuntimeException e) {
        // Once for each time that the database is away, which may be long.
        LOG.log(level, "The backup of \"" + label + "\" due at " + at + " cannot start yet.", e);
        level = System.Logger.Level.DEBUG;
      }
    } while (!isStopped(PAUSE_BETWEEN_TRIES));
  }
}
