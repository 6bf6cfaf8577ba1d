package io.backupman.core.backup;

import io.backupman.core.source.Dump;
import io.backupman.notifier.spi.BackupStatus;
import io.backupman.notifier.spi.DriveFile;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** What of a failed backup is run again. */
final class Retries {
  private static final String DUMPED_ANEW =
      "The dump of the failed run was not in the temporary folder any more, or is on another"
          + " machine, so the database was dumped anew for all drives.";

  private Retries() {}

  /**
   * The dump, if it is still where it was written. It is kept when a copy failed, but may have been
   * removed since, or be on another machine.
   */
  static Optional<Dump> dump(Backup failed) {
    var report = failed.report();
    var path = report.dumpPath();
    var size = report.sizeBytes();
    var sha256 = report.sha256();
    return path == null || size == null || sha256 == null
        ? Optional.empty()
        : Optional.of(new Dump(Path.of(path), size, sha256)).filter(Dump::isThere);
  }

  /**
   * The backup as it is when it runs again.
   *
   * <p>If another dump has to be made, it goes to all drives: copies of two dumps are not one
   * backup. The copies of the old one stay until those of the new one are there.
   *
   * @param isOpen whether its dump has to be restored, and was not
   * @param dump the dump, if only copies are made
   */
  static Backup pending(
      Backup failed, boolean isOpen, Optional<Dump> dump, UUID nodeId, Instant now) {
    var stored = failed.driveFiles().stream().filter(Retries::isStored).count();
    var anew = dump.isEmpty() && (isOpen || stored < failed.driveFiles().size());
    var report =
        failed.report().toBuilder()
            .status(BackupStatus.PENDING)
            .trigger(BackupTrigger.RETRY.word())
            .updatedAt(now)
            .startedAt(null)
            .finishedAt(null)
            .error(null)
            .driveFiles(
                failed.driveFiles().stream()
                    .map(file -> !anew && isStored(file) ? file : pending(file, now))
                    .toList());
    if (anew) {
      report
          .dumpPath(null)
          .sizeBytes(null)
          .sha256(null)
          .verification(null)
          .warning(isOpen || failed.report().sha256() == null ? null : DUMPED_ANEW);
    }
    return new Backup(report.build(), null, nodeId, failed.run() + 1);
  }

  private static boolean isStored(DriveFile file) {
    return file.status() == BackupStatus.FINISHED;
  }

  private static DriveFile pending(DriveFile file, Instant now) {
    return file.toBuilder()
        .status(BackupStatus.PENDING)
        .sizeBytes(null)
        .error(null)
        .updatedAt(now)
        .build();
  }
}
