package io.backupman.core.backup;

import io.backupman.core.source.Dump;
import io.backupman.notifier.spi.BackupStatus;
import io.backupman.notifier.spi.DriveFile;
import java.nio.file.InvalidPathException;
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
    var report = failed.snapshot();
    var path = report.dumpPath();
    var size = report.sizeBytes();
    var sha256 = report.sha256();
    return path == null || size == null || sha256 == null
        ? Optional.empty()
        : dump(path, size, sha256).filter(Dump::isThere);
  }

  /** The record may be that of a machine whose locale has names that this one's has not. */
  private static Optional<Dump> dump(String path, long size, String sha256) {
    try {
      return Optional.of(new Dump(Path.of(path), size, sha256));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  /**
   * The backup as it is when it runs again.
   *
   * <p>If another dump has to be made, it goes to all drives: copies of two dumps are not one
   * backup. The old one stays, and all that is recorded of it and of its copies, until the new one
   * takes its place.
   *
   * @param isOpen whether its dump has to be restored, and was not
   * @param dump the dump, if only copies are made
   */
  static Backup pending(
      Backup failed, boolean isOpen, Optional<Dump> dump, UUID nodeId, Instant now) {
    var stored = failed.driveFiles().stream().filter(DriveFiles::isStored).count();
    var anew = dump.isEmpty() && (isOpen || stored < failed.driveFiles().size());
    var report =
        failed.snapshot().toBuilder()
            .status(BackupStatus.PENDING)
            .trigger(BackupTrigger.RETRY.word())
            .updatedAt(now)
            .startedAt(null)
            .finishedAt(null)
            .error(null)
            .driveFiles(
                failed.driveFiles().stream()
                    .map(file -> !anew && DriveFiles.isStored(file) ? file : pending(file, now))
                    .toList());
    return new Backup(report.build(), null, nodeId, failed.run() + 1);
  }

  private static DriveFile pending(DriveFile file, Instant now) {
    return file.toBuilder().status(BackupStatus.PENDING).error(null).updatedAt(now).build();
  }
}
