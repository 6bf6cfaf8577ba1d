package io.backupman.notifier.testkit;

import io.backupman.notifier.spi.BackupReport;
import io.backupman.notifier.spi.BackupStatus;
import io.backupman.notifier.spi.DriveFile;
import io.backupman.notifier.spi.Notification;
import io.backupman.notifier.spi.Outage;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The report that the product document prints as its example. */
public final class ExampleReport {

  /** The identifier of the report. */
  public static final UUID REPORT_ID = UUID.fromString("0197c0de-0000-7000-8000-000000000001");

  private static final UUID BACKUP_ID = UUID.fromString("b4c3f1a0-1b1e-4b0e-8b4a-0e1b0e1b0e1b");
  private static final UUID FILE_ID = UUID.fromString("d1f1e1a0-1b1e-4b0e-8b4a-0e1b0e1b0e1c");
  private static final Instant CREATED = Instant.parse("2025-07-02T10:00:00Z");
  private static final Instant UPDATED = Instant.parse("2025-07-02T10:05:00Z");

  private ExampleReport() {}

  /** The backup of the example, with sizes and times that the example does not show. */
  public static BackupReport.Builder finished() {
    return BackupReport.builder(BACKUP_ID, BackupStatus.FINISHED, "Mysql 1", CREATED)
        .dumpPath("/tmp/backupman/dump/backup-20250702100000.sql.gz")
        .updatedAt(UPDATED)
        .driveFiles(List.of(driveFile()))
        .provider("mysql")
        .startedAt(Instant.parse("2025-07-02T10:00:00.250Z"))
        .finishedAt(UPDATED)
        .sizeBytes(1_234_567_890_123L)
        .sha256("ab".repeat(32));
  }

  /** A backup of which only the necessary is known. */
  public static BackupReport.Builder bare() {
    return BackupReport.builder(BACKUP_ID, BackupStatus.FAILED, "Mysql 1", CREATED);
  }

  /** The copy of the example. */
  public static DriveFile driveFile() {
    return DriveFile.builder(FILE_ID, BACKUP_ID, "google_drive", "My Google Drive", copied())
        .path("backups/backup-20250702100000.sql.gz")
        .status(BackupStatus.FINISHED)
        .updatedAt(UPDATED)
        .sizeBytes(1_234_567_890_123L)
        .build();
  }

  /** A copy that has not begun. */
  public static DriveFile bareDriveFile() {
    return DriveFile.builder(FILE_ID, BACKUP_ID, "local", "Disk", copied()).build();
  }

  /** The first attempt to deliver a backup's report. */
  public static Notification about(BackupReport report) {
    return Notification.builder(REPORT_ID, UUID.randomUUID(), Notification.BACKUP_REPORT, UPDATED)
        .backup(report)
        .build();
  }

  /** The first attempt to deliver the example. */
  public static Notification notification() {
    return about(finished().build());
  }

  /** The first attempt to tell of an outage of another notifier. */
  public static Notification outage(@Nullable Instant recoveredAt) {
    var event =
        recoveredAt == null ? Notification.NOTIFIER_FAILING : Notification.NOTIFIER_RECOVERED;
    return Notification.builder(REPORT_ID, UUID.randomUUID(), event, UPDATED)
        .outage(new Outage("mail", "John Doe", CREATED, recoveredAt, "Connection refused."))
        .build();
  }

  /** The first attempt to tell of outages that have one cause. */
  public static Notification outages(@Nullable Instant recoveredAt) {
    var event =
        recoveredAt == null ? Notification.NOTIFIER_FAILING : Notification.NOTIFIER_RECOVERED;
    return Notification.builder(REPORT_ID, UUID.randomUUID(), event, UPDATED)
        .outages(
            List.of(
                new Outage("mail", "John Doe", CREATED, recoveredAt, "Connection refused."),
                new Outage("chat", "Ops", UPDATED, recoveredAt, "Connection refused.")))
        .build();
  }

  private static Instant copied() {
    return CREATED.plusSeconds(60);
  }
}
