package io.backupman.core.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When a data source is backed up.
 *
 * @param label the data source
 * @param cron the times
 * @param zone on whose clock
 * @param catchUp whether the last time that was missed, because nothing ran, is made up for
 * @param overdueAfter how long after the last finished backup the next one is overdue; {@code null}
 *     if the times say that
 */
public record CronSchedule(
    String label,
    CronExpression cron,
    ZoneId zone,
    boolean catchUp,
    @Nullable Duration overdueAfter) {
  /** What a backup may take. */
  private static final Duration OVERDUE_MARGIN = Duration.ofHours(1);

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

  /**
   * When the next backup is overdue: if nothing else is said, an hour after the second time since
   * the last one finished, so that one that fails is made up for by the next.
   *
   * @param since when the last one finished
   * @return empty if it never is, because there are no more times
   */
  public Optional<Instant> overdueAt(Instant since) {
    return overdueAfter == null
        ? next(since).flatMap(this::next).map(second -> second.plus(OVERDUE_MARGIN))
        : Optional.of(since.plus(overdueAfter));
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
