package io.backupman.core.backup;

import java.util.List;
import java.util.UUID;

/** Starts backups. */
public interface BackupStarter {

  /**
   * Starts a backup of each of these data sources and returns without waiting for its end.
   *
   * @param labels the data sources; empty means all
   * @throws io.backupman.core.problem.RequestProblem if a label is not known (invalid), or if a
   *     backup of each of them is running already (conflict)
   */
  Started start(List<String> labels, BackupTrigger trigger);

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
