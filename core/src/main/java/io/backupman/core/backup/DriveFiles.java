package io.backupman.core.backup;

import io.backupman.notifier.spi.BackupStatus;
import io.backupman.notifier.spi.DriveFile;
import java.time.Instant;

/** What the records of copies say. */
final class DriveFiles {
  private DriveFiles() {}

  /** Whether the copy is one of the backup's dump; a finished one with an error is older. */
  static boolean isStored(DriveFile file) {
    return file.status() == BackupStatus.FINISHED && file.error() == null;
  }

  /**
   * The record of a copy that could not be stored. Where that of an earlier dump is still on the
   * drive, it can still be downloaded: then the record is finished, with an error.
   */
  static DriveFile failed(DriveFile file, String error, Instant now) {
    return file.toBuilder()
        .status(file.path() == null ? BackupStatus.FAILED : BackupStatus.FINISHED)
        .error(error)
        .updatedAt(now)
        .build();
  }
}
