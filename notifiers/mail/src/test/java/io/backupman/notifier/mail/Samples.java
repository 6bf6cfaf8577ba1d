package io.backupman.notifier.mail;

import io.backupman.notifier.spi.BackupReport;
import io.backupman.notifier.spi.BackupStatus;
import io.backupman.notifier.spi.DriveFile;
import io.backupman.notifier.spi.Notification;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Reports as the host writes them. */
final class Samples {
  static final UUID REPORT = UUID.fromString("01980000-0000-7000-8000-000000000001");
  static final UUID DELIVERY = UUID.fromString("01980000-0000-7000-8000-000000000002");
  static final UUID BACKUP = UUID.fromString("b4c3f1a0-1b1e-4b0e-8b4a-0e1b0e1b0e1b");
  private static final Instant START = Instant.parse("2025-07-02T10:00:00Z");

  private Samples() {}

  static Notification finished() {
    return notification(finished("MySQL 1").build());
  }

  static Notification failed(String error) {
    return notification(failed("MySQL 1", error).build());
  }

  static Notification notification(BackupReport report) {
    return notification(report, DELIVERY, 1);
  }

  static Notification notification(BackupReport report, UUID delivery, int attempt) {
    return Notification.builder(
            REPORT, delivery, Notification.BACKUP_REPORT, START.plusSeconds(300))
        .attempt(attempt)
        .backup(report)
        .build();
  }

  static BackupReport.Builder finished(String label) {
    return BackupReport.builder(BACKUP, BackupStatus.FINISHED, label, START)
        .provider("mysql")
        .startedAt(START)
        .finishedAt(START.plusSeconds(300))
        .sizeBytes(617_845_555L)
        .driveFiles(
            List.of(
                drive("local", "Local Drive")
                    .status(BackupStatus.FINISHED)
                    .path("storage/mysql-1-20250702100000-b4c3f1a0.sql.gz")
                    .build(),
                drive("s3", "Off-site S3")
                    .status(BackupStatus.FINISHED)
                    .path("backups/mysql-1-20250702100000-b4c3f1a0.sql.gz")
                    .build()));
  }

  static BackupReport.Builder failed(String label, String error) {
    return BackupReport.builder(BACKUP, BackupStatus.FAILED, label, START)
        .provider("mysql")
        .startedAt(START)
        .finishedAt(START.plusSeconds(72))
        .error(error)
        .driveFiles(
            List.of(
                drive("local", "Local Drive").status(BackupStatus.FINISHED).path("a.gz").build(),
                drive("s3", "Off-site S3")
                    .status(BackupStatus.FAILED)
                    .error("The bucket \"backups\" does not exist in us-east-1.")
                    .build()));
  }

  private static DriveFile.Builder drive(String provider, String label) {
    return DriveFile.builder(UUID.randomUUID(), BACKUP, provider, label, START);
  }
}
