package io.backupman.api.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.backupman.core.backup.Backup;
import io.backupman.core.backup.BackupProgress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A backup and, while it runs here, how far it has come. */
public record WatchedBackupJson(
    @JsonUnwrapped BackupJson backup,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable ProgressJson progress) {

  /** The backup as it is now. */
  public static WatchedBackupJson of(Backup backup, Optional<BackupProgress> progress) {
    return new WatchedBackupJson(
        BackupJson.of(backup), progress.map(ProgressJson::of).orElse(null));
  }
}
