package io.backupman.core.backup;

import io.backupman.core.node.ThisNode;
import io.backupman.core.report.DeliverySignal;
import io.backupman.core.report.ReportFactory;
import io.backupman.core.report.ReportWithDeliveries;
import io.backupman.core.schedule.TimeZones;
import io.backupman.notifier.spi.BackupReport;
import io.backupman.notifier.spi.BackupStatus;
import io.backupman.notifier.spi.DriveFile;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Ends backups: whatever became of one, its terminal status, its report and the report's deliveries
 * are written as one, and the delivery worker is told. Safe for use by several threads.
 */
public final class BackupEnd {
  private static final System.Logger LOG = System.getLogger(BackupEnd.class.getName());

  private static final String NOT_STORED =
      "Nothing was stored here, because the backup failed before.";

  private final BackupStore store;
  private final ReportFactory reports;
  private final Site site;
  private final Clock clock;
  private final DeliverySignal signal;
  private final BackupListener listener;

  /** Ends that could not be recorded, or of which nobody knows whether they were. */
  private final Map<Run, End> doubtful = new ConcurrentHashMap<>();

  private record Run(UUID backupId, int number) {}

  private record End(Backup backup, ReportWithDeliveries told) {}

  /** Ends backups in a store, on this machine, with times in UTC. */
  public BackupEnd(BackupStore store, ReportFactory reports, Clock clock, DeliverySignal signal) {
    this(
        store,
        reports,
        new Site(ThisNode.hostName(), TimeZones.UTC),
        clock,
        signal,
        BackupListener.NONE);
  }

  /**
   * Ends backups in a store.
   *
   * @param store has the backups
   * @param reports makes the reports
   * @param site where this is, for the reports
   * @param clock gives times in whole milliseconds
   * @param signal is given when there are new deliveries
   * @param listener is told of each end
   */
  public BackupEnd(
      BackupStore store,
      ReportFactory reports,
      Site site,
      Clock clock,
      DeliverySignal signal,
      BackupListener listener) {
    this.store = store;
    this.reports = reports;
    this.site = site;
    this.clock = clock;
    this.signal = signal;
    this.listener = listener;
  }

  /**
   * Ends a backup as finished; returns false if it had ended before. Its report says so if the one
   * before it failed, on whatever node, or itself before it was retried, if its dump has warnings,
   * and if that is much smaller than those before.
   */
  boolean finished(Backup backup, SizeDrop sizeDrop) {
    var recovered =
        BackupTrigger.RETRY.word().equals(backup.snapshot().trigger())
            || store.lastEnd(backup.label()).equals(Optional.of(BackupStatus.FAILED));
    var warning = warning(backup, sizeDrop);
    var written =
        end(
            backup,
            backup.snapshot().toBuilder()
                .status(BackupStatus.FINISHED)
                .host(site.hostName())
                .recovered(recovered)
                .warning(warning.orElse(null)));
    if (written && warning.isPresent()) {
      LOG.log(
          System.Logger.Level.WARNING,
          "The backup {0} of \"{1}\" finished, but: {2}",
          backup.id(),
          backup.label(),
          warning.get());
    }
    return written;
  }

  private Optional<String> warning(Backup backup, SizeDrop sizeDrop) {
    return Stream.concat(
            Stream.ofNullable(backup.snapshot().warning()), sizeWarning(backup, sizeDrop).stream())
        .reduce((dumping, size) -> dumping + " " + size);
  }

  private Optional<String> sizeWarning(Backup backup, SizeDrop sizeDrop) {
    var size = backup.snapshot().sizeBytes();
    return size == null || !sizeDrop.isWanted()
        ? Optional.empty()
        : sizeDrop.warning(size, store.lastSizes(backup.label(), SizeDrop.COMPARED));
  }

  /**
   * Ends a backup as failed, and with it the copies that have not ended; returns false if it had
   * ended before.
   */
  boolean failed(Backup backup, String error) {
    return failed(backup, error, site.hostName());
  }

  /**
   * The same of a backup that another process ran.
   *
   * @param hostName the machine that it ran on; {@code null} if that is not known
   */
  boolean failed(Backup backup, String error, @Nullable String hostName) {
    var now = clock.instant();
    var standing = store.standing(backup.label());
    return end(
        backup,
        backup.snapshot().toBuilder()
            .status(BackupStatus.FAILED)
            .error(error)
            .host(hostName)
            .lastFinishedAt(standing.lastFinishedAt())
            .failures(standing.failures() + 1)
            .driveFiles(withoutPending(backup.driveFiles(), now)));
  }

  private static List<DriveFile> withoutPending(List<DriveFile> files, Instant now) {
    return files.stream()
        .map(f -> f.status() == BackupStatus.PENDING ? DriveFiles.failed(f, NOT_STORED, now) : f)
        .toList();
  }

  private boolean end(Backup backup, BackupReport.Builder outcome) {
    var run = new Run(backup.id(), backup.run());
    var before = Optional.ofNullable(doubtful.get(run));
    var end = before.orElseGet(() -> newEnd(backup, outcome));
    var written = written(run, end) || (before.isPresent() && isThere(end));
    doubtful.remove(run);
    if (written) {
      var ended = end.backup().snapshot();
      log(ended, end.told().report().id());
      signal.give();
      listener.ended(ended);
    }
    return written;
  }

  private End newEnd(Backup backup, BackupReport.Builder outcome) {
    var now = clock.instant();
    var zone = site.timeZones().of(backup.label());
    var ended = outcome.updatedAt(now).finishedAt(now).timeZone(zone).build();
    var told = reports.ended(ended);
    return new End(new Backup(ended, told.report().id(), backup.nodeId(), backup.run()), told);
  }

  private boolean written(Run run, End end) {
    try {
      return store.finish(end.backup(), end.told().report(), end.told().deliveries());
    } catch (RuntimeException e) {
      doubtful.put(run, end);
      throw e;
    }
  }

  /** Whether it was recorded all the same, and only the database's answer was lost. */
  private boolean isThere(End end) {
    return store
        .find(end.backup().id())
        .filter(found -> Objects.equals(found.reportId(), end.backup().reportId()))
        .isPresent();
  }

  private static void log(BackupReport ended, UUID reportId) {
    var size = ended.sizeBytes();
    LOG.log(
        System.Logger.Level.INFO,
        "The backup {0} of \"{1}\" has {2}{3}; its report is {4}.",
        ended.id(),
        ended.label(),
        ended.status().word(),
        ended.status() == BackupStatus.FINISHED && size != null ? ", " + Quantities.size(size) : "",
        reportId);
  }
}
