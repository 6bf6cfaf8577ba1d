package io.backupman.core.backup;

import java.util.Optional;
import java.util.UUID;

/** Tells how far backups have come that run in this process. */
@FunctionalInterface
public interface BackupWatch {

  /**
   * How far a backup has come; kept in memory, so that to ask costs nothing.
   *
   * @return empty if it does not run in this process (any more)
   */
  Optional<BackupProgress> progress(UUID id);
}
