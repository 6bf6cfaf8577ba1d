package io.backupman.core.backup;

import java.time.Instant;

/** Starts backups when schedules fire. */
public interface FiringStarter {

  /**
   * Starts the backup of a data source that is due at a time, unless that firing has been dealt
   * with, by whatever process, or a backup of it is still running. To call it again for the same
   * firing does nothing.
   *
   * @param fireAt the time at which the schedule fires, whole seconds
   * @throws RuntimeException if the records cannot be reached; nothing was started
   */
  void fire(String label, Instant fireAt);
}
