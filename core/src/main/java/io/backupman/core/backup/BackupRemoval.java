package io.backupman.core.backup;

import io.backupman.core.drive.Drive;
import io.backupman.core.drive.DriveException;
import io.backupman.core.request.RequestProblem;
import io.backupman.notifier.spi.BackupStatus;
import io.backupman.notifier.spi.DriveFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Removes backups with their copies. A drive that is away keeps its own copies, and with them the
 * record, until it is back. Safe for use by several threads and several processes.
 */
public final class BackupRemoval implements BackupRemover {
  private static final System.Logger LOG = System.getLogger(BackupRemoval.class.getName());

  private final BackupStore store;
  private final RemovalStore removals;
  private final List<Drive> drives;

  /**
   * Removes backups.
   *
   * @param store has the records
   * @param removals removes them
   * @param drives the drives, in the order of the configuration
   */
  public BackupRemoval(BackupStore store, RemovalStore removals, List<Drive> drives) {
    this.store = store;
    this.removals = removals;
    this.drives = List.copyOf(drives);
  }

  @Override
  public void remove(UUID id) throws InterruptedException {
    var backup = store.existing(id);
    if (backup.status() == BackupStatus.PENDING) {
      throw RequestProblem.conflict("The backup is pending; it can be deleted when it has ended.");
    }
    if (!removals.beginRemoval(id)) {
      throw RequestProblem.conflict("The backup was retried or deleted just now.");
    }
    var failures = new ArrayList<String>();
    for (var file : backup.driveFiles()) {
      removed(file).ifPresent(failures::add);
    }
    removeDump(backup.snapshot().dumpPath());
    if (!failures.isEmpty()) {
      throw RequestProblem.unavailable(String.join(" ", failures));
    }
    removals.forget(id);
  }

  /** Why a copy could not be removed. */
  private Optional<String> removed(DriveFile file) throws InterruptedException {
    var path = file.path();
    if (path == null) {
      return Optional.empty(); // nothing was stored there
    }
    var drive = drives.stream().filter(d -> d.label().equals(file.label())).findFirst();
    if (drive.isEmpty()) {
      return Optional.of(
          file.label()
              + ": There is no such drive in the configuration any more, so the copy "
              + path
              + " on it cannot be removed.");
    }
    if (!drive.get().provider().equals(file.provider())) {
      return Optional.of(
          "%s: The drive was of the provider %s when it was given the copy %s, which is therefore not removed: remove it by hand, or set the provider back."
              .formatted(file.label(), file.provider(), path));
    }
    try {
      drive.get().delete(path);
      removals.forgetCopy(file.id());
      return Optional.empty();
    } catch (DriveException e) {
      LOG.log(System.Logger.Level.DEBUG, "The copy " + path + " could not be removed.", e);
      return Optional.of(file.label() + ": " + e.getMessage());
    }
  }

  /** The dump of a failed backup stays where it was written; on another machine it is not ours. */
  private static void removeDump(@Nullable String path) {
    if (path == null) {
      return;
    }
    try {
      Files.deleteIfExists(Path.of(path));
    } catch (IOException | InvalidPathException e) {
      LOG.log(System.Logger.Level.WARNING, "The dump " + path + " could not be removed.", e);
    }
  }
}
