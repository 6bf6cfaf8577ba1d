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
}
