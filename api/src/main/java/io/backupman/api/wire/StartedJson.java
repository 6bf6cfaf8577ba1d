package io.backupman.api.wire;

import io.backupman.core.backup.BackupOperations.Running;
import io.backupman.core.backup.BackupOperations.Started;
import java.util.List;
import java.util.UUID;

/** The backups that were started, and the data sources whose backups run already. */
public record StartedJson(
    String message, List<BackupJson> results, List<RunningJson> alreadyRunning) {

  /** The answer to a start. */
  public static StartedJson of(Started started) {
    return new StartedJson(
        "Backup started",
        started.backups().stream().map(BackupJson::of).toList(),
        started.alreadyRunning().stream().map(RunningJson::of).toList());
  }

  /** A data source that is being backed up already. */
  public record RunningJson(String label, UUID id) {
    static RunningJson of(Running running) {
      return new RunningJson(running.label(), running.id());
    }
  }
}
