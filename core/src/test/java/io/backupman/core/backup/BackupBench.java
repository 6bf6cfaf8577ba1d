package io.backupman.core.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.backupman.core.age.Encryption;
import io.backupman.core.drive.Drive;
import io.backupman.core.drive.LocalDriveSettings;
import io.backupman.core.drive.local.LocalDrive;
import io.backupman.core.notifier.Notifiers;
import io.backupman.core.report.ReportFactory;
import io.backupman.core.report.ReportPayload;
import io.backupman.core.report.ReportQuery;
import io.backupman.core.report.ReportWithDeliveries;
import io.backupman.core.source.DataSource;
import io.backupman.core.store.Database;
import io.backupman.core.store.MigratedDatabase;
import io.backupman.core.testing.Records;
import io.backupman.notifier.spi.BackupReport;
import io.backupman.notifier.spi.BackupStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Runs backups over a database in memory, from the pending record to the recorded end. */
public final class BackupBench implements AutoCloseable {
  public final Database database = MigratedDatabase.open();
  public final UUID nodeId = UUID.randomUUID();
  public final Clock clock;
  private final AtomicInteger signals = new AtomicInteger();
  private final ReportFactory reports;

  /** With reports that go to nobody. */
  public BackupBench() {
    this(Clock.tickMillis(ZoneOffset.UTC), Notifiers.NONE);
  }

  /** With reports that go to nobody, by another clock. */
  public BackupBench(Clock clock) {
    this(clock, Notifiers.NONE);
  }

  /** With reports that go to these notifiers. */
  public BackupBench(Clock clock, Notifiers notifiers) {
    this.clock = clock;
    this.reports = new ReportFactory(() -> notifiers, clock);
  }

  /** A folder as a drive. */
  public static Drive drive(String label, Path folder) {
    return new LocalDrive(new LocalDriveSettings(label, folder));
  }

  /** The files in a folder that need not be there. */
  public static List<Path> filesIn(Path folder) {
    if (Files.notExists(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Backups of a data source to these drives. */
  public Backups backups(DataSource source, Drive... drives) {
    return backups(List.of(source), drives);
  }

  /** Backups of all these at once. */
  public Backups backups(List<DataSource> sources, Drive... drives) {
    return backups(sources, Math.max(1, sources.size()), database.backups(), drives);
  }

  /** Backups of so many at once. */
  public Backups backups(List<DataSource> sources, int atOnce, Drive... drives) {
    return backups(sources, atOnce, database.backups(), drives);
  }

  /** Backups that are recorded in a store over the database's own. */
  public Backups backups(List<DataSource> sources, int atOnce, BackupStore store, Drive... drives) {
    return new Backups(
        sources, List.of(drives), store, begin(store), end(store), clock, nodeId, atOnce);
  }

  /** Backups whose copies are encrypted. */
  public Backups encrypted(Encryption encryption, DataSource source, Drive... drives) {
    return new Backups(
        List.of(source),
        List.of(drives),
        encryption,
        database.backups(),
        begin(),
        end(),
        clock,
        nodeId,
        1,
        BackupListener.NONE);
  }

  /** Records that backups begin. */
  public BackupBegin begin() {
    return begin(database.backups());
  }

  private BackupBegin begin(BackupStore store) {
    return new BackupBegin(store, database.firings(), reports, signals::incrementAndGet);
  }

  /** Records that backups end. */
  public BackupEnd end() {
    return end(database.backups());
  }

  private BackupEnd end(BackupStore store) {
    return new BackupEnd(store, reports, clock, signals::incrementAndGet);
  }

  /** Starts all that there is, and gives the first. */
  public Backup start(Backups backups) {
    return backups.start(List.of(), BackupTrigger.MANUAL).backups().getFirst();
  }

  /** Runs one backup to its end. */
  public Backup run(Backups backups) {
    return awaitEnd(start(backups).id());
  }

  /** Runs one backup of a data source to its end. */
  public Backup run(DataSource source, Drive... drives) {
    return run(backups(source, drives));
  }

  /** Runs one backup of the data source of that label to its end. */
  public Backup run(Backups backups, String label) {
    var started = backups.start(List.of(label), BackupTrigger.MANUAL);
    return awaitEnd(started.backups().getFirst().id());
  }

  /** Records a backup that has failed. */
  public Backup failed(String label, String error) {
    var pending = Records.pending(label, clock.instant(), nodeId);
    database.backups().begin(pending);
    end().failed(pending, error);
    return pending;
  }

  /** Waits until a backup has ended. */
  public Backup awaitEnd(UUID id) {
    await().until(() -> find(id).status() != BackupStatus.PENDING);
    return find(id);
  }

  /** What is recorded of a backup. */
  public Backup find(UUID id) {
    return database.backups().existing(id);
  }

  /** The backups there are, the last one first. */
  public List<Backup> all() {
    return database.backups().list(BackupQuery.newest(10)).results();
  }

  /** The newest reports, the last one first. */
  public List<ReportWithDeliveries> reports() {
    return database.reports().list(ReportQuery.newest(10)).results();
  }

  /** The report, if there is one only. */
  public ReportWithDeliveries onlyReport() {
    assertThat(reports()).hasSize(1);
    return reports().getFirst();
  }

  /** What the newest report says. */
  public BackupReport told() {
    return ReportPayload.readBackup(reports().getFirst().report().payload());
  }

  /** How often somebody was told that there are new deliveries. */
  public int signals() {
    return signals.get();
  }

  @Override
  public void close() {
    database.close();
  }
}
