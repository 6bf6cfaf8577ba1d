package io.backupman.server.app;

import io.backupman.core.backup.Backup;
import io.backupman.core.backup.BackupQuery;
import io.backupman.core.backup.BackupRetention;
import io.backupman.core.backup.BackupStore;
import io.backupman.core.backup.Backups;
import io.backupman.core.backup.LivedClock;
import io.backupman.core.backup.Orphans;
import io.backupman.core.backup.OverdueAlarm;
import io.backupman.core.backup.ReplacedCopies;
import io.backupman.core.node.ThisNode;
import io.backupman.core.notifier.Notifiers;
import io.backupman.core.report.DeliveryWorker;
import io.backupman.core.report.OutageAlarm;
import io.backupman.core.report.ReportFactory;
import io.backupman.core.report.ReportRetention;
import io.backupman.core.report.RetrySchedule;
import io.backupman.core.schedule.ClockSetBack;
import io.backupman.core.schedule.CronSchedule;
import io.backupman.core.schedule.Task;
import io.backupman.core.source.DataSourceSettings;
import io.backupman.core.source.SourceSettings;
import io.backupman.core.store.Database;
import io.backupman.notifier.spi.BackupStatus;
import io.backupman.server.config.settings.Settings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What every Backupman does again and again, however many there are on one database. */
final class PeriodicWork {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  /** Only the newest of each data source is ever asked for. */
  private static final Duration FIRINGS_KEPT = Duration.ofDays(1);

  private PeriodicWork() {}

  static List<Task> of(
      Settings settings,
      Database database,
      Supplier<Notifiers> notifiers,
      Clock clock,
      DeliveryWorker worker,
      Backups backups) {
    var tasks = new ArrayList<Task>();
    var schedule = new RetrySchedule(settings.delivery().retryDelays(), new Random());
    tasks.add(
        Task.every(
            MINUTE,
            "to pull in times that lie in the future",
            new ClockSetBack(database.futureTimes(), schedule::longestWait, clock, worker::wake)));
    var after = settings.delivery().alarmAfter();
    var alarm =
        new OutageAlarm(
            database.outages(),
            notifiers,
            after,
            schedule.retries(),
            clock,
            worker::leavesToOthers,
            worker::wake);
    tasks.add(
        Task.every(
            after.compareTo(MINUTE) < 0 ? after : MINUTE,
            "to look for destinations that are failing",
            alarm::raise));
    settings
        .retention()
        .reports()
        .map(
            age ->
                new ReportRetention(
                    database.reports(), age, new LivedClock(database.removals(), clock, age)))
        .map(r -> Task.every(Duration.ofHours(1), "to delete old reports", r::deleteOld))
        .ifPresent(tasks::add);
    tasks.add(
        Task.every(Duration.ofSeconds(1), "to look for cancelled backups", backups::stopCancelled));
    tasks.add(
        Task.every(
            Duration.ofHours(1),
            "to forget old firings of schedules",
            () -> database.firings().forget(clock.instant().minus(FIRINGS_KEPT))));
    return tasks;
  }

  /** What only a server does: it has schedules, and it deletes. */
  static List<Task> ofServer(
      Settings settings,
      Database database,
      Supplier<Notifiers> notifiers,
      Clock clock,
      DeliveryWorker worker,
      Optional<BackupRetention> retention,
      ReplacedCopies replaced,
      Orphans orphans) {
    var tasks = new ArrayList<Task>();
    var alarm =
        new OverdueAlarm(
            database.awaited(),
            settings.schedules(),
            database.backups()::standing,
            new ReportFactory(notifiers, clock),
            ThisNode.hostName(),
            clock,
            worker::wake,
            label -> isRunning(label, settings, database.backups(), clock.instant()));
    tasks.add(
        Task.every(shortest(settings.schedules()), "to look for overdue backups", alarm::raise));
    retention
        .map(r -> Task.every(Duration.ofHours(1), "to remove old backups", () -> apply(r::apply)))
        .ifPresent(tasks::add);
    tasks.add(
        Task.every(
            Duration.ofHours(1),
            "to remove copies of earlier dumps",
            () -> apply(replaced::remove)));
    tasks.add(Task.every(Duration.ofHours(1), "to remove orphaned dumps", orphans::remove));
    return tasks;
  }

  /** On whatever server, and within the time-out of what it does. */
  private static boolean isRunning(
      String label, Settings settings, BackupStore backups, Instant now) {
    var timeout =
        settings.dataSources().stream()
            .map(DataSourceSettings::common)
            .filter(source -> source.label().equals(label))
            .map(SourceSettings::timeout)
            .findFirst()
            .orElse(Duration.ZERO);
    return backups
        .list(new BackupQuery(1, null, BackupStatus.PENDING, label, null, null))
        .results()
        .stream()
        .map(Backup::report)
        .map(b -> Objects.requireNonNullElse(b.updatedAt(), b.createdAt()))
        .anyMatch(lastStep -> now.isBefore(lastStep.plus(timeout)));
  }

  /** A minute, or less where less is asked for. */
  private static Duration shortest(List<CronSchedule> schedules) {
    return Stream.concat(
            Stream.of(MINUTE),
            schedules.stream().map(CronSchedule::overdueAfter).flatMap(Stream::ofNullable))
        .min(Comparator.naturalOrder())
        .orElse(MINUTE);
  }

  /** Work that an interrupt ends. */
  private interface Removal {
    void run() throws InterruptedException;
  }

  private static void apply(Removal removal) {
    try {
      removal.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // Backupman stops; the rest is for the next time.
    }
  }
}
