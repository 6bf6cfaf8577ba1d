package io.backupman.core.backup;

import java.util.UUID;

/** Acts on backups that have begun. */
public interface BackupControl {

  /**
   * Has a pending backup stopped, in whatever process it runs; it ends soon as failed, with the
   * error {@code cancelled} and its report, unless it ends by itself before.
   *
   * @return the backup as it was
   * @throws io.backupman.core.problem.RequestProblem if there is none (not found), or if it has
   *     ended (conflict)
   */
  Backup cancel(UUID id);

  /**
   * Runs a failed backup again, but only what failed: if its dump is still there, the copies that
   * failed, else all of it. It is pending from then on, and ends with another report.
   *
   * @return the backup, pending
   * @throws io.backupman.core.problem.RequestProblem if there is none (not found), if it has not
   *     failed, if a backup of the same data source is running, or if what it takes is gone
   *     (conflict)
   */
  Backup retry(UUID id);
}
