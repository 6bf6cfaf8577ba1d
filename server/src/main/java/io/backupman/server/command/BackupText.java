package io.backupman.server.command;

import io.backupman.core.backup.Backup;
import io.backupman.notifier.spi.BackupStatus;
import io.backupman.notifier.spi.DriveFile;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.stream.Collectors;

/** A backup that has ended, as a line for people. */
final class BackupText {
  private static final String[] UNITS = {"bytes", "KiB", "MiB", "GiB", "TiB"};

  private BackupText() {}

  static String of(Backup backup) {
    var report = backup.report();
    if (report.status() != BackupStatus.FINISHED) {
      return report.label() + ": failed. " + report.error();
    }
    return "%s: finished, %s%s%s"
        .formatted(
            report.label(),
            size(report.sizeBytes() == null ? 0 : report.sizeBytes()),
            took(report.startedAt(), report.finishedAt()),
            copies(backup));
  }

  private static String copies(Backup backup) {
    return backup.driveFiles().stream()
        .map((DriveFile f) -> System.lineSeparator() + "  " + f.label() + ": " + f.path())
        .collect(Collectors.joining());
  }

  private static String took(
      @org.jspecify.annotations.Nullable Instant from,
      @org.jspecify.annotations.Nullable Instant to) {
    return from == null || to == null
        ? ""
        : String.format(Locale.ROOT, " in %.1f s", Duration.between(from, to).toMillis() / 1000.0);
  }

  /** A size with the unit that makes it short. */
  static String size(long bytes) {
    var value = (double) bytes;
    var unit = 0;
    while (value >= 1024 && unit < UNITS.length - 1) {
      value /= 1024;
      unit++;
    }
    return unit == 0
        ? bytes + " " + UNITS[0]
        : String.format(Locale.ROOT, "%.1f %s", value, UNITS[unit]);
  }
}
