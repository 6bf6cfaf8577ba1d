package io.backupman.core.backup;

import io.backupman.core.problem.RequestProblem;
import io.backupman.core.source.Dump;
import io.backupman.notifier.spi.BackupStatus;
import io.backupman.notifier.spi.DriveFile;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** What of a failed backup is run again. */
final class Retries {
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
   * @param isOpen whether its dump has to be restored, and was not
   * @param dump the dump, if only copies are made
   * @throws RequestProblem if some drives hold a copy of a dump that is gone, or that cannot be
   *     restored (conflict): another dump would not be the same
   */
  static Backup pending(
      Backup failed, boolean isOpen, Optional<Dump> dump, UUID nodeId, Instant now) {
    var stored = failed.driveFiles().stream().filter(Retries::isStored).count();
    if (isOpen && stored > 0) {
      throw RequestProblem.conflict(
          "Its dump was not restored to see whether that works, or could not be, and drives hold"
              + " copies of it: start a new backup.");
    }
    var allStored = !isOpen && stored == failed.driveFiles().size();
    if (dump.isEmpty() && stored > 0 && !allStored) {
      throw RequestProblem.conflict(
          "Its dump is not here any more (it may be on the machine that wrote it), so the drives that"
              + " failed cannot be given the copy that the others hold: start a new backup.");
    }
    var report =
        failed.report().toBuilder()
            .status(BackupStatus.PENDING)
            .trigger(BackupTrigger.RETRY.word())
            .updatedAt(now)
            .startedAt(null)
            .finishedAt(null)
            .error(null)
            .driveFiles(failed.driveFiles().stream().map(file -> pending(file, now)).toList());
    if (dump.isEmpty() && !allStored) {
      report.dumpPath(null).sizeBytes(null).sha256(null).verification(null).warning(null);
    }
    return new Backup(report.build(), null, nodeId, failed.run() + 1);
  }

  private static boolean isStored(DriveFile file) {
    return file.status() == BackupStatus.FINISHED;
  }

  private static DriveFile pending(DriveFile file, Instant now) {
    return isStored(file)
        ? file
        : file.toBuilder()
            .status(BackupStatus.PENDING)
            .path(null)
            .sizeBytes(null)
            .error(null)
            .updatedAt(now)
            .build();
  }
}
