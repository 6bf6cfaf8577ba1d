package io.backupman.notifier.file;

import io.backupman.notifier.spi.BackupReport;
import io.backupman.notifier.spi.DriveFile;
import io.backupman.notifier.spi.Notification;
import io.backupman.notifier.spi.Outage;
import io.backupman.notifier.spi.OverdueBackup;
import io.backupman.notifier.spi.Verification;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One line of the log: {@code Event, ReportId, SentAt, Payload}, where the payload has the members
 * and the order of a webhook's with details, but for the {@code ReportId}, which stands before it.
 */
final class ReportLine {
  private ReportLine() {}

  /** The line with its line feed. */
  static String of(Notification notification, Instant sentAt) {
    return new JsonObject()
            .with("Event", notification.event())
            .with("ReportId", notification.reportId())
            .with("SentAt", sentAt)
            .with("Payload", payload(notification))
        + "\n";
  }

  private static JsonObject payload(Notification notification) {
    var backup = notification.backup();
    var outage = notification.outage();
    var overdue = notification.overdue();
    if (backup != null) {
      return payload(backup);
    }
    if (outage != null) {
      return payload(outage)
          .with("Outages", notification.outages().stream().map(o -> payload(o)).toList());
    }
    return overdue == null ? new JsonObject() : payload(overdue);
  }

  private static JsonObject payload(OverdueBackup overdue) {
    return new JsonObject()
        .with("Label", overdue.label())
        .with("LastFinishedAt", overdue.lastFinishedAt())
        .with("Since", overdue.since())
        .with("DueAt", overdue.dueAt())
        .with("Failures", overdue.failures())
        .with("LastFailedId", overdue.lastFailedId())
        .with("LastFailedAt", overdue.lastFailedAt())
        .with("LastError", overdue.lastError())
        .with("Host", overdue.host())
        .with("TimeZone", overdue.timeZone());
  }

  private static JsonObject payload(Outage outage) {
    return new JsonObject()
        .with("Notifier", outage.notifier())
        .with("Destination", outage.destination())
        .with("Since", outage.since())
        .with("RecoveredAt", outage.recoveredAt())
        .with("Reason", outage.reason());
  }

  private static JsonObject payload(BackupReport report) {
    return new JsonObject()
        .with("Id", report.id())
        .with("Status", report.status().word())
        .with("Label", report.label())
        .with("DumpPath", report.dumpPath())
        .with("CreatedAt", report.createdAt())
        .with("UpdatedAt", report.updatedAt())
        .with("DriveFiles", report.driveFiles().stream().map(ReportLine::driveFile).toList())
        .with("Provider", report.provider())
        .with("Trigger", report.trigger())
        .with("StartedAt", report.startedAt())
        .with("FinishedAt", report.finishedAt())
        .with("SizeBytes", report.sizeBytes())
        .with("Sha256", report.sha256())
        .with("Error", report.error())
        .with("Recovered", report.recovered())
        .with("Warning", report.warning())
        .with("Verification", verification(report.verification()))
        .with("LastFinishedAt", report.lastFinishedAt())
        .with("Failures", report.failures())
        .with("Host", report.host())
        .with("TimeZone", report.timeZone());
  }

  private static @Nullable JsonObject verification(@Nullable Verification verification) {
    return verification == null
        ? null
        : new JsonObject()
            .with("Status", verification.status().word())
            .with("Tables", verification.tables())
            .with("Rows", verification.rows())
            .with("Detail", verification.detail());
  }

  private static JsonObject driveFile(DriveFile file) {
    return new JsonObject()
        .with("Id", file.id())
        .with("BackupId", file.backupId())
        .with("Provider", file.provider())
        .with("Label", file.label())
        .with("Path", file.path())
        .with("Status", file.status().word())
        .with("CreatedAt", file.createdAt())
        .with("UpdatedAt", file.updatedAt())
        .with("SizeBytes", file.sizeBytes())
        .with("Error", file.error());
  }
}
