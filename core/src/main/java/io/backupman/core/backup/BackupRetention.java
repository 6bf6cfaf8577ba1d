package io.backupman.core.backup;

import io.backupman.core.request.RequestProblem;
import java.time.Clock;
import java.util.List;
import java.util.UUID;

/**
 * Removes backups that are too old, oldest first. Safe for use by several threads and several
 * processes.
 */
public final class BackupRetention {
  private static final System.Logger LOG = System.getLogger(BackupRetention.class.getName());

  private final RemovalStore store;
  private final RetentionRule rule;
  private final BackupRemover remover;
  private final Clock clock;

  /**
   * A retention.
   *
   * @param store has the records
   * @param rule which backups may go
   * @param remover removes them
   * @param clock tells how old they are
   */
  public BackupRetention(
      RemovalStore store, RetentionRule rule, BackupRemover remover, Clock clock) {
    this.store = store;
    this.rule = rule;
    this.remover = remover;
    this.clock = clock;
  }

  /** The backups that would be removed now, oldest first of each data source. */
  public List<UUID> expired() {
    return store.labels().stream().flatMap(label -> expired(label).stream()).toList();
  }

  private List<UUID> expired(String label) {
    return rule.expired(store.ended(label), clock.instant()).reversed();
  }

  /**
   * Removes them; what cannot be removed now is tried again the next time.
   *
   * @return how many were removed
   * @throws InterruptedException if the thread was interrupted
   */
  public int apply() throws InterruptedException {
    var removed = 0;
    for (var label : store.labels()) {
      for (var id : expired(label)) {
        if (Thread.interrupted()) {
          throw new InterruptedException("The retention was interrupted");
        }
        // Others retry and delete meanwhile: it may have become the last good one.
        if (expired(label).contains(id) && isRemoved(id)) {
          removed++;
        }
      }
    }
    if (removed > 0) {
      LOG.log(System.Logger.Level.INFO, "Removed {0} backups that were too old.", removed);
    }
    return removed;
  }

  private boolean isRemoved(UUID id) throws InterruptedException {
    try {
      remover.remove(id);
      return true;
    } catch (RequestProblem e) {
      LOG.log(
          // Another process may have removed it in between.
          e.kind() == RequestProblem.Kind.NOT_FOUND
              ? System.Logger.Level.DEBUG
              : System.Logger.Level.WARNING,
          "The backup {0} is too old but could not be removed. {1}",
          id,
          e.getMessage());
      return false;
    }
  }
}
