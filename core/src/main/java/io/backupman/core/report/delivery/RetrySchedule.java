package io.backupman.core.report.delivery;

import static io.backupman.core.report.delivery.Durations.longer;
import static io.backupman.core.report.delivery.Durations.shorter;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Says how long to wait after each failed attempt. Each wait is spread by up to a fifth in both
 * directions, so that many deliveries that failed together do not come back together. Safe for use
 * by several threads if its random generator is.
 */
public final class RetrySchedule {
  private static final double JITTER = 0.2;
  private static final Duration LONGEST_REQUESTED_WAIT = Duration.ofHours(24);

  private final List<Duration> delays;
  private final RandomGenerator random;

  /**
   * Waits these times.
   *
   * @param delays the waits after the first, second, ... attempt; after one more attempt than there
   *     are waits, it is over
   * @param random spreads the waits
   */
  public RetrySchedule(List<Duration> delays, RandomGenerator random) {
    this.delays = List.copyOf(delays);
    this.random = random;
  }

  /**
   * How long to wait after an attempt; empty if it was the last one.
   *
   * @param attempt the number of the attempt that failed, counted from 1
   * @param requested the wait that the other side asked for, honoured up to 24 hours where it is
   *     the longer one
   */
  public Optional<Duration> waitAfter(int attempt, Optional<Duration> requested) {
    if (attempt > delays.size()) {
      return Optional.empty();
    }
    var own = spread(delays.get(attempt - 1));
    var asked = requested.map(RetrySchedule::waitAsAsked).orElse(Duration.ZERO);
    return Optional.of(longer(own, asked));
  }

  /**
   * How many attempts there are at most within a time, if each waits for its turn.
   *
   * @param age the time since the first one could be made; one that a clock that was set back makes
   *     negative says nothing
   */
  int attemptsWithin(Duration age) {
    if (age.isNegative()) {
      return Integer.MAX_VALUE;
    }
    var number = 1;
    var left = age.toMillis();
    for (var delay : delays) {
      left -= (long) (delay.toMillis() * (1 - JITTER));
      if (left < 0) {
        break;
      }
      number++;
    }
    return number;
  }

  /**
   * The longest that a delivery waits after an attempt, whoever asked for it.
   *
   * @param attempt the number of the attempt, counted from 1; 0 if there was none yet
   */
  public Duration longestWait(int attempt) {
    var own = 0 < attempt && attempt <= delays.size() ? delays.get(attempt - 1) : Duration.ZERO;
    var spread = own.plusMillis((long) (own.toMillis() * JITTER));
    return longer(spread, LONGEST_REQUESTED_WAIT);
  }

  /**
   * How long a destination that asked for it is left alone.
   *
   * @param requested the wait that it asked for, honoured up to 24 hours
   */
  static Duration waitAsAsked(Duration requested) {
    return shorter(requested, LONGEST_REQUESTED_WAIT);
  }

  /** How many attempts after the first one there are. */
  public int retries() {
    return delays.size();
  }

  /** The longest time from the first attempt to the last. */
  public Duration span() {
    var sum = delays.stream().reduce(Duration.ZERO, Duration::plus);
    return sum.plusMillis((long) (sum.toMillis() * JITTER));
  }

  private Duration spread(Duration delay) {
    var factor = 1 - JITTER + 2 * JITTER * random.nextDouble();
    return Duration.ofMillis(Math.round(delay.toMillis() * factor));
  }
}
