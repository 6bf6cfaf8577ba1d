package io.backupman.server.command;

import io.backupman.core.backup.Backup;
import io.backupman.notifier.spi.BackupReport;
import io.backupman.notifier.spi.BackupStatus;
import io.backupman.notifier.spi.DriveFile;
import io.backupman.notifier.spi.Notification;
import io.backupman.notifier.spi.Summary;
import java.time.ZoneOffset;
import java.util.stream.Collectors;

/** A backup that has ended, in the words of its report, with where its copies are. */
final class BackupText {
  private BackupText() {}

  static String of(Backup backup) {
    var report = backup.report();
    var summary = summary(report);
    var ended = report.label() + ": " + report.status().word() + ". ";
    return report.status() == BackupStatus.FINISHED
        ? ended + summary.line() + warning(summary) + copies(backup)
        : ended + summary.reason();
  }

  /** The words need none of the identifiers that tell one report from another. */
  private static Summary summary(BackupReport report) {
    return Notification.builder(
            report.id(), report.id(), Notification.BACKUP_REPORT, report.createdAt())
        .backup(report)
        .build()
        .summary(ZoneOffset.UTC);
  }

  private static String warning(Summary summary) {
    return summary.warning().isEmpty()
        ? ""
        : System.lineSeparator() + "  Warning: " + summary.warning();
  }

  private static String copies(Backup backup) {
    return backup.driveFiles().stream()
        .map((DriveFile f) -> System.lineSeparator() + "  " + f.label() + ": " + f.path())
        .collect(Collectors.joining());
  }
}
