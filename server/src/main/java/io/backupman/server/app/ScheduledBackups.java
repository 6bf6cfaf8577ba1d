package io.backupman.server.app;

import io.backupman.core.backup.Backups;
import io.backupman.core.backup.FiringStore;
import io.backupman.core.schedule.Schedules;
import java.time.Instant;
import java.util.Optional;

/** Starts backups when schedules fire. */
record ScheduledBackups(FiringStore firings, Backups backups) implements Schedules.Firings {

  @Override
  public Optional<Instant> last(String label) {
    return firings.last(label);
  }

  @Override
  public void fire(String label, Instant at) {
    backups.fire(label, at);
  }
}
