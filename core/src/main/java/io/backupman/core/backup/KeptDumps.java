package io.backupman.core.backup;

import io.backupman.core.file.Folders;
import io.backupman.core.source.SourceSettings;
import io.backupman.notifier.spi.BackupReport;
import io.backupman.notifier.spi.BackupStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The dumps of failed backups, which lie where they were written so that a retry may take them: at
 * most one of each data source, until another takes its place. To remove one never fails: what
 * cannot be removed now is removed with the next. Of a data source, only who runs its backup may
 * call this.
 */
final class KeptDumps {
  private static final System.Logger LOG = System.getLogger(KeptDumps.class.getName());

  private final BackupStore store;

  KeptDumps(BackupStore store) {
    this.store = store;
  }

  /**
   * Removes those of a data source that no retry should take: all but the newest, and all that are
   * older than a finished backup.
   */
  void keepNewest(String label) {
    quietly(
        () -> {
          var kept = store.keptDumps(label);
          var finished = newestFinished(label);
          var wanted =
              kept.stream()
                  .filter(b -> finished.isEmpty() || isNewer(b, finished.get()))
                  .sorted(Comparator.comparing(KeptDumps::couldNotBeRestored))
                  .findFirst();
          kept.stream().filter(b -> !wanted.equals(Optional.of(b))).forEach(this::remove);
        });
  }

  private static boolean couldNotBeRestored(Backup backup) {
    return RestoreVerification.failure(backup.snapshot()).isPresent();
  }

  private static boolean isNewer(Backup backup, Backup other) {
    return backup.snapshot().createdAt().isAfter(other.snapshot().createdAt());
  }

  /** Removes those of the same data source, because the dump of this backup takes their place. */
  void replacedBy(Backup backup) {
    quietly(
        () ->
            store.keptDumps(backup.label()).stream()
                .filter(b -> !b.id().equals(backup.id()))
                .forEach(this::remove));
  }

  /** Whether one of this data source takes the room that another of its size would need. */
  boolean isInTheWay(SourceSettings settings) {
    try {
      var usable = Files.getFileStore(settings.tmpFolder()).getUsableSpace();
      return store.keptDumps(settings.label()).stream()
          .map(Backup::snapshot)
          .anyMatch(b -> isOnDiskOf(settings, b) && size(b) > usable);
    } catch (IOException | RuntimeException e) {
      LOG.log(System.Logger.Level.DEBUG, "There is nothing to be looked at.", e);
      return false;
    }
  }

  private static long size(BackupReport report) {
    return Objects.requireNonNullElse(report.sizeBytes(), 0L);
  }

  /**
   * Removes what takes room from a dump of this data source on the same disk: those of whatever
   * data source that are older than a finished backup, or else its own.
   *
   * @param running the backup that needs room; what an earlier run of it has left goes last
   * @return whether a file is gone
   */
  boolean makeRoom(SourceSettings settings, Backup running) {
    return removeOnDisk(settings, this::isOutdated)
        || removeOnDisk(settings, b -> b.label().equals(settings.label()))
        || (isOnDiskOf(settings, running.snapshot()) && removeFile(running));
  }

  private boolean isOutdated(Backup backup) {
    return newestFinished(backup.label())
        .filter(finished -> !isNewer(backup, finished))
        .isPresent();
  }

  private boolean removeOnDisk(SourceSettings settings, Predicate<Backup> which) {
    try {
      var found =
          store.keptDumps().stream()
              .filter(which)
              .filter(b -> isOnDiskOf(settings, b.snapshot()))
              .toList();
      return found.stream().filter(this::remove).count() > 0;
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.WARNING, "No room could be made.", e);
      return false;
    }
  }

  private static boolean isOnDiskOf(SourceSettings settings, BackupReport report) {
    try {
      var dump = Path.of(String.valueOf(report.dumpPath()));
      return Files.isRegularFile(dump)
          && Files.getFileStore(dump).equals(Files.getFileStore(settings.tmpFolder()));
    } catch (IOException | InvalidPathException e) {
      return false;
    }
  }

  private Optional<Backup> newestFinished(String label) {
    return store
        .list(new BackupQuery(1, null, BackupStatus.FINISHED, label, null, null))
        .results()
        .stream()
        .findFirst();
  }

  /** On another machine it is an orphan from now on. */
  private boolean remove(Backup failed) {
    try {
      var gone = deleted(failed);
      store.forgetDump(failed.id());
      return gone;
    } catch (IOException | RuntimeException e) {
      warn(failed, e);
      return false;
    }
  }

  /** Removes the dump that this record names, and leaves the record; returns whether it is gone. */
  boolean removeFile(Backup backup) {
    try {
      return deleted(backup);
    } catch (IOException | RuntimeException e) {
      warn(backup, e);
      return false;
    }
  }

  private static boolean deleted(Backup failed) throws IOException {
    var path = failed.snapshot().dumpPath();
    if (path == null || isCopy(failed, Path.of(path)) || !Files.deleteIfExists(Path.of(path))) {
      return false;
    }
    LOG.log(
        System.Logger.Level.INFO,
        "Removed {0}, the dump of a failed run of the backup {1} of \"{2}\".",
        path,
        failed.id(),
        failed.label());
    return true;
  }

  private static void warn(Backup failed, Exception e) {
    LOG.log(
        System.Logger.Level.WARNING,
        "The dump " + failed.snapshot().dumpPath() + " could not be removed.",
        e);
  }

  /** Whether a local drive keeps its copies in the very folder that dumps are written to. */
  static boolean isCopy(Backup backup, Path dump) throws IOException {
    for (var file : backup.driveFiles()) {
      var path = file.path();
      if (file.provider().equals("local")
          && path != null
          && Files.exists(dump)
          && Files.exists(Path.of(path))
          && Folders.isSameEntry(Path.of(path), dump)) {
        return true;
      }
    }
    return false;
  }

  private static void quietly(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.WARNING, "Old dumps could not be looked for.", e);
    }
  }
}
