package io.backupman.core.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * When a data source is backed up.
 *
 * @param label the data source
 * @param cron the times
 * @param zone on whose clock
 * @param catchUp whether the last time that was missed, because nothing ran, is made up for
 */
public record CronSchedule(String label, CronExpression cron, ZoneId zone, boolean catchUp) {
  /** From the newest backwards, so that not all of many times are looked at. */
  private static final List<Duration> LOOKED_BACK =
      List.of(
          Duration.ofMinutes(1),
          Duration.ofHours(1),
          Duration.ofDays(1),
          Duration.ofDays(31),
          Duration.ofDays(366));

  /** The first time after a moment. */
  Optional<Instant> next(Instant after) {
    return cron.next(after, zone);
  }

  /** The last time after a moment, up to and with another. */
  Optional<Instant> last(Instant after, Instant upTo) {
    return LOOKED_BACK.stream()
        .map(upTo::minus)
        .filter(from -> from.isAfter(after))
        .flatMap(from -> lastOf(from, upTo).stream())
        .findFirst()
        .or(() -> lastOf(after, upTo));
  }

  private Optional<Instant> lastOf(Instant after, Instant upTo) {
    Optional<Instant> last = Optional.empty();
    var next = next(after);
    while (next.isPresent() && !next.get().isAfter(upTo)) {
      last = next;
      next = next(next.get());
    }
    return last;
  }
}
