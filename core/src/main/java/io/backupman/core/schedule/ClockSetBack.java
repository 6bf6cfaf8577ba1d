package io.backupman.core.schedule;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.IntFunction;

/**
 * Puts the records right after a clock that was ahead has been set right: at the first look, when
 * the clock shows less than at the last one, and every hour. For one thread at a time.
 */
public final class ClockSetBack implements Runnable {
  private static final System.Logger LOG = System.getLogger(ClockSetBack.class.getName());
  private static final Duration AT_LEAST_EVERY = Duration.ofHours(1);

  private final FutureTimes times;
  private final IntFunction<Duration> longestWait;
  private final Clock clock;
  private final Runnable dueSooner;
  private Instant seen = Instant.MAX;
  private Instant looked = Instant.MIN;

  /**
   * Has looked at nothing yet.
   *
   * @param longestWait the longest wait after an attempt, by its number, or 0 if there was none
   * @param clock the one that the records go by
   * @param dueSooner is told when deliveries are due sooner
   */
  public ClockSetBack(
      FutureTimes times, IntFunction<Duration> longestWait, Clock clock, Runnable dueSooner) {
    this.times = times;
    this.longestWait = longestWait;
    this.clock = clock;
    this.dueSooner = dueSooner;
  }

  /** Looks once. */
  @Override
  public void run() {
    var now = clock.instant();
    if (now.isBefore(seen) || !now.isBefore(looked.plus(AT_LEAST_EVERY))) {
      var sooner = times.pullIn(now, longestWait);
      looked = now;
      if (sooner > 0) {
        LOG.log(
            System.Logger.Level.WARNING,
            "{0} deliveries were due later than their schedule allows, because a clock was ahead;"
                + " they are tried sooner.",
            sooner);
        dueSooner.run();
      }
    }
    seen = now;
  }
}
