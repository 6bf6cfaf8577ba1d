package io.backupman.api;

import io.backupman.core.backup.Backup;
import io.backupman.core.report.Attempt;
import io.backupman.core.report.Delivery;
import io.backupman.core.report.DeliveryStatus;
import io.backupman.core.report.DeliveryTrigger;
import io.backupman.core.report.Report;
import io.backupman.notifier.spi.BackupReport;
import io.backupman.notifier.spi.BackupStatus;
import io.backupman.notifier.spi.DriveFile;
import io.backupman.notifier.spi.Verification;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Records to answer with. */
final class Samples {
  static final UUID BACKUP = UUID.fromString("b4c3f1a0-1b1e-4b0e-8b4a-0e1b0e1b0e1b");
  static final UUID DRIVE_FILE = UUID.fromString("d1f1e1a0-1b1e-4b0e-8b4a-0e1b0e1b0e1c");
  static final UUID REPORT = UUID.fromString("a0000000-0000-4000-8000-000000000001");
  static final UUID DELIVERY = UUID.fromString("a0000000-0000-4000-8000-000000000002");
  static final UUID NODE = UUID.fromString("a0000000-0000-4000-8000-000000000003");
  static final Instant TEN = Instant.parse("2025-07-02T10:00:00Z");
  static final Instant FIVE_PAST = Instant.parse("2025-07-02T10:05:00Z");

  /** As nothing else than the text itself would be written. */
  static final String PAYLOAD =
      "{\"Id\":\""
          + BACKUP
          + "\",\"Status\":\"finished\",\"Label\":\"MySQL 1\",\"DumpPath\":null,"
          + "\"CreatedAt\":\"2025-07-02T10:00:00Z\",\"UpdatedAt\":null,\"DriveFiles\":[],"
          + " \"SizeBytes\":4.2e1}";

  private Samples() {}

  static Backup pending() {
    var report =
        BackupReport.builder(BACKUP, BackupStatus.PENDING, "MySQL 1", TEN)
            .provider("mysql")
            .build();
    return new Backup(report, null, NODE);
  }

  static Backup finished() {
    return finished(42);
  }

  static Backup finished(long sizeBytes) {
    var file =
        DriveFile.builder(DRIVE_FILE, BACKUP, "local", "Локальный 💾", TEN)
            .path("/storage/a.sql.gz")
            .status(BackupStatus.FINISHED)
            .updatedAt(FIVE_PAST)
            .sizeBytes(sizeBytes)
            .build();
    var report =
        BackupReport.builder(BACKUP, BackupStatus.FINISHED, "MySQL 1", TEN)
            .updatedAt(FIVE_PAST)
            .driveFiles(List.of(file))
            .provider("mysql")
            .trigger("schedule")
            .startedAt(TEN.plusMillis(250))
            .finishedAt(FIVE_PAST)
            .sizeBytes(sizeBytes)
            .sha256("ab".repeat(32))
            .warning("It is small.")
            .verification(Verification.verified(12, 34_567))
            .build();
    return new Backup(report, REPORT, NODE);
  }

  static Report report() {
    return new Report(REPORT, "backup_report", BACKUP, "MySQL 1", "finished", PAYLOAD, FIVE_PAST);
  }

  static Delivery delivery() {
    return new Delivery(
        DELIVERY,
        REPORT,
        "webhook",
        "My Webhook",
        DeliveryStatus.PENDING,
        DeliveryTrigger.AUTOMATIC,
        1,
        FIVE_PAST,
        FIVE_PAST.plusSeconds(5),
        null,
        "The server answered 503.");
  }

  static Attempt attempt() {
    return new Attempt(
        1,
        FIVE_PAST,
        Duration.ofMillis(1234),
        Attempt.Outcome.RETRY,
        503,
        "The server answered 503.",
        "host-1");
  }
}
