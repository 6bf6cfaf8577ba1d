package io.backupman.core.backup;

import io.backupman.notifier.spi.BackupStatus;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * The records of backups, for those who remove some. Safe for use by several threads and several
 * processes.
 */
public interface RemovalStore {

  /** The labels of which there are backups, sorted. */
  List<String> labels();

  /** The backups of a label that have ended, those that began last first. */
  List<Ended> ended(String label);

  /**
   * Notes that a backup that has ended is being removed: from now on it is not run again.
   *
   * @return false if there is none, or it is pending
   */
  boolean beginRemoval(UUID id);

  /**
   * Deletes the record of a copy of a backup that has ended.
   *
   * @return false if there is none, or its backup is pending
   */
  boolean forgetCopy(UUID driveFileId);

  /**
   * Deletes the record of a backup that has ended, and those of its copies. Its reports stay.
   *
   * @return false if there is none, or it is pending
   */
  boolean forget(UUID id);

  /**
   * The copies in whose place newer ones are recorded, and which may still be on their drives;
   * without those that a record names all the same.
   */
  List<Replaced> replaced();

  /**
   * A copy of an earlier dump.
   *
   * @param label the drive's
   * @param provider the drive's
   * @param path where it is there
   */
  record Replaced(String label, String provider, String path) {}

  /**
   * A backup that has ended, in short.
   *
   * @param endedAt when it ended
   * @param status how it ended
   * @param removing whether it is being removed, so that copies of it may be gone
   */
  record Ended(UUID id, Instant endedAt, BackupStatus status, boolean removing) {}
}
