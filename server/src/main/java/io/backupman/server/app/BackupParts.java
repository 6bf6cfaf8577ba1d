package io.backupman.server.app;

import io.backupman.api.Ports;
import io.backupman.core.backup.AbandonedBackups;
import io.backupman.core.backup.Backup;
import io.backupman.core.backup.BackupBegin;
import io.backupman.core.backup.BackupEnd;
import io.backupman.core.backup.BackupListener;
import io.backupman.core.backup.BackupQuery;
import io.backupman.core.backup.BackupRemoval;
import io.backupman.core.backup.BackupRemover;
import io.backupman.core.backup.BackupRetention;
import io.backupman.core.backup.Backups;
import io.backupman.core.backup.LivedClock;
import io.backupman.core.backup.OrphanedFiles;
import io.backupman.core.backup.OverdueAlarm;
import io.backupman.core.backup.ReplacedCopies;
import io.backupman.core.backup.Site;
import io.backupman.core.download.Downloads;
import io.backupman.core.drive.Drive;
import io.backupman.core.drive.LocalDriveSettings;
import io.backupman.core.node.Node;
import io.backupman.core.schedule.CronSchedule;
import io.backupman.core.schedule.Schedules;
import io.backupman.core.schedule.Task;
import io.backupman.core.source.DataSource;
import io.backupman.core.source.DataSourceSettings;
import io.backupman.core.source.Owner;
import io.backupman.core.source.SourceSettings;
import io.backupman.core.store.Database;
import io.backupman.core.store.engine.DatabaseSettings;
import io.backupman.notifier.spi.BackupStatus;
import io.backupman.server.config.settings.Settings;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** What makes, keeps and removes backups. */
final class BackupParts {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration HOUR = Duration.ofHours(1);

  /** Only the newest of each data source is ever asked for. */
  private static final Duration FIRINGS_KEPT = Duration.ofDays(1);

  /** For orphans, to which no backup refers, three days are always a usual gap between backups. */
  private static final Duration LONG = Duration.ofDays(365);

  /** Each backup compresses, which is what a processor is busy with. */
  private static final int BACKUPS_AT_ONCE =
      Math.max(2, Runtime.getRuntime().availableProcessors());

  private final Settings settings;
  private final Database database;
  private final ReportParts reports;
  private final Clock clock;
  private final Owner owner;
  private final Site site;
  private final List<DataSource> sources;
  private final List<Drive> drives;
  private final Backups backups;
  private final AbandonedBackups abandoned;
  private final BackupRemover remover;
  private final Downloads downloads;

  BackupParts(
      ConfigurationWithPlugins loaded,
      Database database,
      ReportParts reports,
      Node node,
      Clock clock,
      BackupListener listener) {
    this.settings = loaded.config().settings();
    this.database = database;
    this.reports = reports;
    this.clock = clock;
    owner =
        settings.database() instanceof DatabaseSettings.Memory ? Owner.OF_MEMORY : database.owner();
    sources = settings.dataSources().stream().map(d -> DataSources.of(d, owner)).toList();
    var secrets = loaded.source().secrets();
    drives =
        settings.drives().stream()
            .map(d -> Drives.of(d, loaded.config().network(), secrets::addPassing))
            .toList();
    site = new Site(node.name(), settings.timeZones());
    var end =
        new BackupEnd(
            database.backups(), reports.factory(), site, clock, reports.worker()::wake, listener);
    backups =
        new Backups(
            sources,
            drives,
            settings.encryption(),
            database.backups(),
            new BackupBegin(
                database.backups(),
                database.firings(),
                reports.factory(),
                site,
                reports.worker()::wake),
            end,
            clock,
            node.id(),
            BACKUPS_AT_ONCE,
            listener);
    abandoned = new AbandonedBackups(database.backups(), end, sources, drives);
    remover = new BackupRemoval(database.backups(), database.removals(), drives);
    downloads = new Downloads(database.backups(), drives, database.signingKeys(), clock);
  }

  List<DataSource> sources() {
    return sources;
  }

  List<Drive> drives() {
    return drives;
  }

  Backups backups() {
    return backups;
  }

  AbandonedBackups abandoned() {
    return abandoned;
  }

  Ports.Backups port() {
    return new Ports.Backups(backups, remover, database.backups(), downloads);
  }

  Schedules schedules() {
    return new Schedules(
        settings.schedules(), new ScheduledBackups(database.firings(), backups), clock);
  }

  /** What every process does again and again, however many there are on one database. */
  List<Task> tasks() {
    return List.of(
        Task.every(Duration.ofSeconds(1), "to look for cancelled backups", backups::stopCancelled),
        Task.every(
            HOUR,
            "to forget old firings of schedules",
            () -> database.firings().forget(clock.instant().minus(FIRINGS_KEPT))));
  }

  /** What only a server does again and again: it has schedules, and it deletes. */
  List<Task> serverTasks() {
    var overdue =
        new OverdueAlarm(
            database.awaited(),
            settings.schedules(),
            database.backups()::standing,
            reports.factory(),
            site.hostName(),
            clock,
            reports.worker()::wake,
            this::isRunning);
    var replaced = new ReplacedCopies(database.backups(), database.removals(), drives);
    var orphans = orphans();
    var tasks = new ArrayList<Task>();
    tasks.add(
        Task.every(shortest(settings.schedules()), "to look for overdue backups", overdue::raise));
    retention()
        .map(r -> Task.every(HOUR, "to remove old backups", () -> apply(r::apply)))
        .ifPresent(tasks::add);
    tasks.add(Task.every(HOUR, "to remove copies of earlier dumps", () -> apply(replaced::remove)));
    tasks.add(Task.every(HOUR, "to remove orphaned dumps", orphans::remove));
    return tasks;
  }

  Optional<BackupRetention> retention() {
    return settings
        .retention()
        .backups()
        .map(rule -> new BackupRetention(database.removals(), rule, remover, lived(rule.age())));
  }

  private OrphanedFiles orphans() {
    var folders =
        settings.drives().stream()
            .flatMap(d -> d instanceof LocalDriveSettings local ? Stream.of(local) : Stream.empty())
            .map(LocalDriveSettings::folder)
            .toList();
    var common = settings.dataSources().stream().map(DataSourceSettings::common).toList();
    return new OrphanedFiles(
        database.backups(), database.removals(), common, owner, folders, lived(LONG));
  }

  private LivedClock lived(Duration age) {
    return new LivedClock(database.removals(), clock, age);
  }

  /** Whether a backup runs, on whatever server, and within the time-out of what it does. */
  private boolean isRunning(String label) {
    var timeout =
        settings.dataSources().stream()
            .map(DataSourceSettings::common)
            .filter(source -> source.label().equals(label))
            .map(SourceSettings::timeout)
            .findFirst()
            .orElse(Duration.ZERO);
    var now = clock.instant();
    return database
        .backups()
        .list(new BackupQuery(1, null, BackupStatus.PENDING, label, null, null))
        .results()
        .stream()
        .map(Backup::snapshot)
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
