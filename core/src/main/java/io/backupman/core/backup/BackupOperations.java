package io.backupman.core.backup;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Starts backups, acts on those that have begun, and tells how far they have come. */
public interface BackupOperations {

  /**
   * Starts a backup of each of these data sources and returns without waiting for its end.
   *
   * @param labels the data sources; empty means all
   * @throws io.backupman.core.request.RequestProblem if a label is not known (invalid), or if a
   *     backup of each of them is running already (conflict)
   */
  Started start(List<String> labels, BackupTrigger trigger);

  /**
   * Has a pending backup stopped, in whatever process it runs; it ends soon as failed, with the
   * error {@code cancelled} and its report, unless it ends by itself before.
   *
   * @return the backup as it was
   * @throws io.backupman.core.request.RequestProblem if there is none (not found), or if it has
   *     ended (conflict)
   */
  Backup cancel(UUID id);

  /**
   * Runs a failed backup again, but only what failed: if its dump is still there, the copies that
   * failed, else all of it. It is pending from then on, and ends with another report.
   *
   * @return the backup, pending
   * @throws io.backupman.core.request.RequestProblem if there is none (not found), if it has not
   *     failed, if a backup of the same data source is running, or if what it takes is gone
   *     (conflict)
   */
  Backup retry(UUID id);

  /**
   * Tells how far a backup has come; kept in memory, so that to ask costs nothing.
   *
   * @return empty if it does not run in this process (any more)
   */
  Optional<BackupProgress> progress(UUID id);

  /**
   * What was started.
   *
   * @param backups the pending backups, in the order of the configuration
   * @param alreadyRunning what runs already
   */
  record Started(List<Backup> backups, List<Running> alreadyRunning) {}

  /**
   * A data source that is being backed up already.
   *
   * @param label the data source
   * @param id the backup
   */
  record Running(String label, UUID id) {}
}
