package io.backupman.server.command.text;

import io.backupman.core.backup.Backup;
import io.backupman.core.backup.Quantities;
import io.backupman.notifier.spi.BackupReport;
import io.backupman.notifier.spi.BackupStatus;
import io.backupman.notifier.spi.DriveFile;
import io.backupman.notifier.spi.Notification;
import io.backupman.notifier.spi.Verification;
import io.backupman.notifier.spi.summary.Summary;
import io.backupman.server.command.terminal.Palette;
import java.time.ZoneOffset;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A backup that has ended, in the words of its report, with where its copies are. */
public final class BackupText {
  private BackupText() {}

  public static String of(Backup backup) {
    return of(backup, Palette.NONE);
  }

  public static String of(Backup backup, Palette palette) {
    var report = backup.snapshot();
    var summary = summary(report);
    var word = report.status().word();
    return report.status() == BackupStatus.FINISHED
        ? report.label()
            + ": "
            + palette.good(word)
            + ". "
            + summary.line()
            + warning(summary, palette)
            + verification(report.verification())
            + copies(backup)
        : report.label() + ": " + palette.bad(word) + ". " + summary.reason();
  }

  /** The words need none of the identifiers that tell one report from another. */
  private static Summary summary(BackupReport report) {
    var notification =
        Notification.builder(
                report.id(), report.id(), Notification.BACKUP_REPORT, report.createdAt())
            .backup(report)
            .build();
    return Summary.of(notification, ZoneOffset.UTC);
  }

  private static String warning(Summary summary, Palette palette) {
    return summary.warning().isEmpty()
        ? ""
        : System.lineSeparator() + "  " + palette.doubtful("Warning") + ": " + summary.warning();
  }

  /** Says that the dump was restored, which whoever wrote "verify: restore" waits for. */
  private static String verification(@Nullable Verification verification) {
    if (verification == null) {
      return "";
    }
    var tables = verification.tables();
    var rows = verification.rows();
    if (tables == null || rows == null) {
      return "";
    }
    var leftOut = verification.detail();
    return System.lineSeparator()
        + "  Verified by a restore: %s, %s, as they were dumped.%s"
            .formatted(
                Quantities.counted(tables, "table"),
                Quantities.counted(rows, "row"),
                leftOut == null ? "" : " " + leftOut);
  }

  private static String copies(Backup backup) {
    return backup.driveFiles().stream()
        .map((DriveFile f) -> System.lineSeparator() + "  " + f.label() + ": " + f.path())
        .collect(Collectors.joining());
  }
}
