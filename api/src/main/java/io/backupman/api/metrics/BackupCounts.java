package io.backupman.api.metrics;

import io.backupman.notifier.spi.BackupReport;
import io.backupman.notifier.spi.BackupStatus;
import io.backupman.notifier.spi.DriveFile;
import io.backupman.notifier.spi.Verification;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import java.time.Duration;
import java.util.Objects;

/** Counts what becomes of backups in this process. Safe for use by several threads. */
final class BackupCounts {
  private static final double[] SECONDS = {
    1, 5, 15, 60, 300, 900, 1_800, 3_600, 7_200, 14_400, 28_800
  };
  private static final double[] BYTES = {1e6, 1e7, 1e8, 5e8, 1e9, 5e9, 1e10, 5e10, 1e11, 1e12};
  private static final String FINISHED = BackupStatus.FINISHED.word();
  private static final String FAILED = BackupStatus.FAILED.word();

  private final Measured measured;
  private final Counter backups;
  private final Histogram duration;
  private final Histogram size;
  private final Counter verifications;
  private final Counter uploads;
  private final Counter uploadedBytes;

  BackupCounts(Measured measured, Values values) {
    this.measured = measured;
    backups =
        values.counter("backupman_backups_total", "Backups that have ended.", "source", "status");
    duration =
        values.histogram(
            "backupman_backup_duration_seconds",
            "How long finished backups took.",
            SECONDS,
            "source");
    size =
        values.histogram(
            "backupman_backup_size_bytes",
            "How large the dumps of finished backups are.",
            BYTES,
            "source");
    verifications =
        values.counter(
            "backupman_restore_verifications_total",
            "Dumps that were restored, or could not be.",
            "source",
            "outcome");
    uploads =
        values.counter(
            "backupman_drive_uploads_total",
            "Copies of dumps to drives that have ended.",
            "drive",
            "status");
    uploadedBytes =
        values.counter(
            "backupman_drive_uploaded_bytes_total",
            "Sizes of the copies that were stored.",
            "drive");
    begin();
  }

  /** Begins with 0 for each that is configured, so that what never happens is seen, too. */
  private void begin() {
    for (var source : measured.sources()) {
      backups.initLabelValues(source, FINISHED);
      backups.initLabelValues(source, FAILED);
      duration.initLabelValues(source);
      size.initLabelValues(source);
      for (var outcome : Verification.Status.values()) {
        verifications.initLabelValues(source, outcome.word());
      }
    }
    for (var drive : measured.drives()) {
      uploads.initLabelValues(drive, FINISHED);
      uploads.initLabelValues(drive, FAILED);
      uploadedBytes.initLabelValues(drive);
    }
  }

  void ended(BackupReport backup) {
    if (!measured.sources().contains(backup.label())) {
      return;
    }
    backups.labelValues(backup.label(), backup.status().word()).inc();
    var finishedAt = backup.finishedAt();
    if (backup.status() == BackupStatus.FINISHED && finishedAt != null) {
      var begun = Objects.requireNonNullElse(backup.startedAt(), backup.createdAt());
      var took = Duration.between(begun, finishedAt);
      duration.labelValues(backup.label()).observe(Math.max(0, took.toMillis() / 1000.0));
      var bytes = backup.sizeBytes();
      if (bytes != null) {
        size.labelValues(backup.label()).observe(bytes);
      }
    }
  }

  void copied(DriveFile copy) {
    if (!measured.drives().contains(copy.label())) {
      return;
    }
    uploads.labelValues(copy.label(), copy.status().word()).inc();
    var bytes = copy.sizeBytes();
    if (copy.status() == BackupStatus.FINISHED && bytes != null) {
      uploadedBytes.labelValues(copy.label()).inc(bytes);
    }
  }

  void restored(String label, Verification verification) {
    if (measured.sources().contains(label)) {
      verifications.labelValues(label, verification.status().word()).inc();
    }
  }
}
