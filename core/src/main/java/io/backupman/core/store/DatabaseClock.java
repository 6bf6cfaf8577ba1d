package io.backupman.core.store;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * The clock that the nodes of one database have in common: due times and the ends of leases are
 * written by one and read by another, and the clocks of two machines may be minutes apart. It is
 * this machine's clock with the difference added that was measured last, and goes on by the
 * monotonic clock from there: that somebody sets this machine's clock makes no lease end. Safe for
 * use by several threads.
 */
final class DatabaseClock extends Clock {
  private static final System.Logger LOG = System.getLogger(DatabaseClock.class.getName());
  private static final Duration MEASURE_EVERY = Duration.ofMinutes(1);

  /** A smaller difference may be no more than the time that question and answer took. */
  private static final Duration TOLERANCE = Duration.ofMillis(500);

  private static final Duration SLOWEST_ANSWER = Duration.ofSeconds(2);

  private final Clock own;
  private final Optional<String> query;
  private final LongSupplier nanoTime;
  private final AtomicLong measureAt;
  private volatile Reading last;

  /**
   * Makes a clock that has not been compared with the database server's yet.
   *
   * @param own this machine's clock
   * @param query asks the database for its time as {@code now}; empty if that is this machine's
   * @param nanoTime a monotonic clock such as {@link System#nanoTime()}
   */
  DatabaseClock(Clock own, Optional<String> query, LongSupplier nanoTime) {
    this.own = own;
    this.query = query;
    this.nanoTime = nanoTime;
    this.measureAt = new AtomicLong(nanoTime.getAsLong());
    this.last = new Reading(own.instant(), nanoTime.getAsLong(), Duration.ZERO);
  }

  /** What this machine's wall clock and monotonic clock showed at once, and how far off it was. */
  private record Reading(Instant time, long nanos, Duration offset) {
    Instant plusUntil(long now) {
      return time.plusNanos(now - nanos);
    }
  }

  /**
   * Measures how far this machine's clock is off the database server's, if that was not done within
   * a minute, or if this machine's wall clock and monotonic clock have gone apart: then the wall
   * clock was set, or the monotonic clock stood still while the machine slept.
   */
  void keepRight(Transaction tx) {
    var due = measureAt.get();
    if (query.isPresent()
        && (nanoTime.getAsLong() - due >= 0 || areApart())
        && measureAt.compareAndSet(due, nanoTime.getAsLong() + MEASURE_EVERY.toNanos())) {
      measure(tx, query.get());
    }
  }

  private boolean areApart() {
    var expected = last.plusUntil(nanoTime.getAsLong());
    return Duration.between(expected, own.instant()).abs().compareTo(TOLERANCE) > 0;
  }

  private void measure(Transaction tx, String question) {
    var before = own.instant();
    var begin = nanoTime.getAsLong();
    var there = tx.first(question, row -> row.time("now"), Params.none());
    var took = Duration.ofNanos(nanoTime.getAsLong() - begin);
    if (took.compareTo(SLOWEST_ANSWER) < 0) {
      there
          .map(now -> offset(Duration.between(before.plus(took.dividedBy(2)), now)))
          .ifPresent(offset -> last = new Reading(before, begin, offset));
    }
  }

  private Duration offset(Duration measured) {
    if (measured.minus(last.offset).abs().compareTo(TOLERANCE) <= 0) {
      return last.offset;
    }
    var agrees = measured.abs().compareTo(TOLERANCE) <= 0;
    var offset = agrees ? Duration.ZERO : Duration.ofMillis(measured.toMillis());
    LOG.log(
        System.Logger.Level.WARNING,
        "The database server''s clock is {0} s ahead of this machine''s (behind it, if less than"
            + " 0). Backupman goes by the database server''s. Let both be set by the network (NTP).",
        offset.toMillis() / 1000.0);
    return offset;
  }

  @Override
  public Instant instant() {
    if (query.isEmpty()) {
      return own.instant();
    }
    var reading = last;
    var here = reading.plusUntil(nanoTime.getAsLong());
    return here.plus(reading.offset).truncatedTo(ChronoUnit.MILLIS);
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("The records are in UTC.");
  }
}
