package io.backupman.core.backup;

import io.backupman.core.backup.RemovalStore.Replaced;
import io.backupman.core.drive.Drive;
import java.util.List;

/**
 * Removes copies of earlier dumps from their drives, once newer ones are recorded in their place.
 * What cannot be removed now, because the drive is away or this process is killed, stays noted for
 * the next time. Safe for use by several threads and several processes.
 */
public final class ReplacedCopies {
  private static final System.Logger LOG = System.getLogger(ReplacedCopies.class.getName());

  private final BackupStore store;
  private final RemovalStore removals;
  private final List<Drive> drives;

  /**
   * Removes copies.
   *
   * @param store is told of those that are removed
   * @param removals knows which are to be
   * @param drives the drives that are configured
   */
  public ReplacedCopies(BackupStore store, RemovalStore removals, List<Drive> drives) {
    this.store = store;
    this.removals = removals;
    this.drives = List.copyOf(drives);
  }

  /**
   * Looks once.
   *
   * @throws InterruptedException if the thread was interrupted
   */
  public void remove() throws InterruptedException {
    for (var copy : removals.replaced()) {
      for (var drive : drives) {
        if (drive.label().equals(copy.label()) && drive.provider().equals(copy.provider())) {
          remove(copy, drive);
        }
      }
    }
  }

  private void remove(Replaced copy, Drive drive) throws InterruptedException {
    try {
      drive.delete(copy.path());
      store.forgetReplaced(copy.label(), copy.path());
      LOG.log(
          System.Logger.Level.INFO,
          "Removed {0} from the drive \"{1}\": it was the copy of an earlier dump.",
          copy.path(),
          copy.label());
    } catch (RuntimeException e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "The copy {0} on the drive \"{1}\" is that of an earlier dump, but was not removed"
              + " yet: {2}",
          copy.path(),
          copy.label(),
          e.getMessage());
    }
  }
}
