package io.backupman.core.backup;

import io.backupman.core.backup.RemovalStore.Ended;
import io.backupman.notifier.spi.BackupStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.IsoFields;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/**
 * Which backups may go. The newest finished one of a data source always stays, and so do pending
 * ones, which nobody shows it. What is being removed already goes on its way, and does not count as
 * kept. Immutable.
 *
 * @param age what is younger stays, greater than zero
 * @param keepLast how many of the newest finished ones stay, at least 1
 * @param daily for how many days, the newest that have any, the newest finished one stays
 * @param weekly the same for weeks (ISO 8601, they begin on Monday)
 * @param monthly the same for months
 * @param yearly the same for years
 * @param zone whose days they are
 */
public record RetentionRule(
    Duration age, int keepLast, int daily, int weekly, int monthly, int yearly, ZoneId zone) {

  /** Refuses a rule that would delete the last good backup. */
  public RetentionRule {
    if (!age.isPositive() || keepLast < 1) {
      throw new IllegalArgumentException("The newest finished backup has to stay.");
    }
  }

  /**
   * Those that may go. What has ended in the future, because the clock was ahead then, neither goes
   * nor keeps others from staying.
   *
   * @param ended all backups of one data source that have ended
   * @return those, the one that ended last first
   */
  List<UUID> expired(List<Ended> ended, Instant now) {
    var newestFirst =
        ended.stream()
            .filter(backup -> backup.removing() || !backup.endedAt().isAfter(now))
            .sorted(Comparator.comparing(Ended::endedAt).reversed())
            .toList();
    var finished =
        newestFirst.stream()
            .filter(b -> b.status() == BackupStatus.FINISHED && !b.removing())
            .toList();
    Set<UUID> kept = new HashSet<>();
    finished.stream().limit(keepLast).map(Ended::id).forEach(kept::add);
    keepFirstOfEach(finished, daily, day -> day, kept);
    keepFirstOfEach(finished, weekly, RetentionRule::week, kept);
    keepFirstOfEach(finished, monthly, day -> day.withDayOfMonth(1), kept);
    keepFirstOfEach(finished, yearly, LocalDate::getYear, kept);
    var youngest = now.minus(age);
    return newestFirst.stream()
        .filter(backup -> !kept.contains(backup.id()))
        .filter(backup -> backup.removing() || backup.endedAt().isBefore(youngest))
        .map(Ended::id)
        .toList();
  }

  private static Object week(LocalDate day) {
    return List.of(day.get(IsoFields.WEEK_BASED_YEAR), day.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
  }

  private void keepFirstOfEach(
      List<Ended> finished, int count, Function<LocalDate, Object> period, Set<UUID> kept) {
    var seen = new HashSet<Object>();
    for (var backup : finished) {
      var of = Objects.requireNonNull(period.apply(LocalDate.ofInstant(backup.endedAt(), zone)));
      if (seen.size() < count && seen.add(of)) {
        kept.add(backup.id());
      }
    }
  }
}
