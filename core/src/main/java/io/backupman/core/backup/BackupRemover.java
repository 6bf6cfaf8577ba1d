package io.backupman.core.backup;

import java.util.UUID;

/** Removes backups. */
public interface BackupRemover {

  /**
   * Removes a backup that has ended: its copies on all drives, what is left of its dump, and its
   * record. Its reports stay.
   *
   * @throws io.backupman.core.request.RequestProblem if there is none (not found), if it is pending
   *     (conflict), or if a copy cannot be removed (unavailable); what could be removed is gone
   *     then
   * @throws InterruptedException if the thread was interrupted
   */
  void remove(UUID id) throws InterruptedException;
}
