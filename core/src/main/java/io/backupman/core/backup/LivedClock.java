package io.backupman.core.backup;

import io.backupman.core.backup.RemovalStore.Ended;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The time by which something is deleted because it is old. A clock that is ahead makes everything
 * look old, and nobody can tell a clock that has jumped from a time in which nothing ran. So time
 * counts only as far as backups have ended in it: a gap that is much longer than those before
 * counts for little, and never for more than a third of the age at which something is deleted,
 * until the clock has gone on from there for a week. Safe for use by several threads.
 */
public final class LivedClock extends Clock {
  private static final System.Logger LOG = System.getLogger(LivedClock.class.getName());

  /** What is less is no jump: a weekend, or an outage. */
  private static final Duration USUAL_GAP = Duration.ofDays(3);

  private static final int TIMES_THE_MEDIAN = 3;

  /** Of the age at which something is deleted: the most of it that a gap may count for. */
  private static final int PART_OF_AGE = 3;

  /** Of that age: how much later than usual the next backup may end, where usual gaps are long. */
  private static final int DELAY_PART_OF_AGE = 8;

  /** What is less is not worth a warning. */
  private static final Duration SLIGHT = Duration.ofDays(1);

  /** By then somebody has seen that the clock is wrong. */
  private static final Duration BELIEVED_AFTER = Duration.ofDays(7);

  /** Of fewer backups nobody knows what gaps are usual. */
  private static final int FEWEST = 2;

  /** So that a look at many backups asks once. */
  private static final Duration GOOD_FOR = Duration.ofMinutes(1);

  private final RemovalStore store;
  private final Clock clock;
  private final Duration age;
  private volatile @Nullable Reading last;

  private record Reading(Instant clock, Instant lived) {}

  /**
   * A clock.
   *
   * @param store says when backups have ended
   * @param clock the one that may be wrong
   * @param age how old something has to be to be deleted
   */
  public LivedClock(RemovalStore store, Clock clock, Duration age) {
    this.store = store;
    this.clock = clock;
    this.age = age;
  }

  @Override
  public Instant instant() {
    var now = clock.instant();
    var known = last;
    if (known != null && Duration.between(known.clock(), now).abs().compareTo(GOOD_FOR) < 0) {
      return known.lived();
    }
    var lived = lived(ended(now), now, age);
    if (isBehind(lived, now) && (known == null || !isBehind(known.lived(), known.clock()))) {
      LOG.log(
          System.Logger.Level.WARNING,
          "No backup had ended for long: is the clock right? What is old is deleted as if it were"
              + " {0}, and by the clock again when backups have ended for {1} days.",
          lived,
          BELIEVED_AFTER.toDays());
    }
    last = new Reading(now, lived);
    return lived;
  }

  private static boolean isBehind(Instant lived, Instant now) {
    return lived.isBefore(now.minus(SLIGHT));
  }

  /** What has ended in the future says nothing. */
  private List<Instant> ended(Instant now) {
    return store.labels().stream()
        .flatMap(label -> store.ended(label).stream())
        .map(Ended::endedAt)
        .filter(at -> !at.isAfter(now))
        .sorted()
        .toList();
  }

  /**
   * The time that counts.
   *
   * @param ended when backups have ended, the oldest first, none after now
   * @param age how old something has to be to be deleted
   */
  static Instant lived(List<Instant> ended, Instant now, Duration age) {
    var lived = now;
    var times = new ArrayList<>(ended);
    times.add(now);
    for (var i = times.size() - 1; i > 0; i--) {
      var since = times.get(i);
      if (Duration.between(since, now).compareTo(BELIEVED_AFTER) >= 0) {
        return lived;
      }
      if (i >= FEWEST || i == ended.size()) {
        lived =
            lived.minus(
                uncounted(Duration.between(times.get(i - 1), since), times.subList(0, i), age));
      }
    }
    return lived;
  }

  private static Duration uncounted(Duration gap, List<Instant> before, Duration age) {
    var most = age.dividedBy(PART_OF_AGE);
    var usual = longer(shorter(USUAL_GAP, most), usualGap(before, age));
    return gap.compareTo(usual) <= 0 ? Duration.ZERO : gap.minus(shorter(usual, most));
  }

  /** A delay that is short to who keeps backups for years is long to who keeps them for days. */
  private static Duration usualGap(List<Instant> before, Duration age) {
    if (before.size() < FEWEST) {
      return USUAL_GAP;
    }
    var median = medianGap(before);
    return shorter(
        median.multipliedBy(TIMES_THE_MEDIAN), median.plus(age.dividedBy(DELAY_PART_OF_AGE)));
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) <= 0 ? one : other;
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) >= 0 ? one : other;
  }

  /**
   * Of several data sources that are backed up together, only the time between two rounds counts.
   */
  private static Duration medianGap(List<Instant> times) {
    var gaps = new ArrayList<Duration>();
    for (var i = 1; i < times.size(); i++) {
      var gap = Duration.between(times.get(i - 1), times.get(i));
      if (gap.toHours() > 0) {
        gaps.add(gap);
      }
    }
    return gaps.isEmpty() ? Duration.ZERO : gaps.stream().sorted().toList().get(gaps.size() / 2);
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
