package io.backupman.core.backup;

import io.backupman.notifier.spi.BackupReport;
import io.backupman.notifier.spi.DriveFile;
import io.backupman.notifier.spi.Verification;

/**
 * Is told what becomes of backups that this process runs or ends. It must come back at once and
 * throw nothing. Safe for use by several threads.
 */
public interface BackupListener {

  /** Listens to nothing. */
  BackupListener NONE = new BackupListener() {};

  /** The end of a backup is recorded. */
  default void ended(BackupReport backup) {}

  /** A copy to a drive has ended, whether it was stored or not. */
  default void copied(DriveFile copy) {}

  /** The dump of a data source was restored, or could not be. */
  default void restored(String label, Verification verification) {}
}
