package io.backupman.core.backup;

import io.backupman.core.drive.Drive;
import io.backupman.core.source.Dump;
import io.backupman.notifier.spi.BackupStatus;
import io.backupman.notifier.spi.DriveFile;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Brings one dump to all drives side by side. */
final class Uploads {
  private static final System.Logger LOG = System.getLogger(Uploads.class.getName());

  private final int run;
  private final List<Drive> drives;
  private final BackupStore store;
  private final Clock clock;
  private final RunProgress progress;
  private final Map<UUID, DriveFile> ended = new ConcurrentHashMap<>();

  /**
   * Uploads.
   *
   * @param run which run of the backup they belong to
   * @param progress counts what is stored
   */
  Uploads(int run, List<Drive> drives, BackupStore store, Clock clock, RunProgress progress) {
    this.run = run;
    this.drives = drives;
    this.store = store;
    this.clock = clock;
    this.progress = progress;
  }

  /** Waits until each of these copies has ended. */
  void run(List<DriveFile> pending, Dump dump, Duration longest, Duration longestStandstill)
      throws InterruptedException {
    var name = String.valueOf(dump.file().getFileName());
    try (var copies = Executors.newVirtualThreadPerTaskExecutor()) {
      var running = new ArrayList<Future<?>>();
      for (var file : pending) {
        running.add(
            copies.submit(
                () -> {
                  record(copied(file, dump, name, longest, longestStandstill));
                  return null;
                }));
      }
      await(running);
    }
  }

  private DriveFile copied(
      DriveFile file, Dump dump, String name, Duration longest, Duration longestStandstill)
      throws InterruptedException {
    var drive = drives.stream().filter(d -> d.label().equals(file.label())).findFirst();
    return drive.isPresent()
        ? new Upload(drive.get(), longest, longestStandstill, clock, progress).run(file, dump, name)
        : file.toBuilder()
            .status(BackupStatus.FAILED)
            .error("There is no such drive in the configuration any more.")
            .updatedAt(clock.instant())
            .build();
  }

  /** The records as they are now: of an interrupted run, too. */
  List<DriveFile> current(List<DriveFile> pending) {
    return pending.stream().map(f -> ended.getOrDefault(f.id(), f)).toList();
  }

  /** What cannot be recorded now is recorded with the end of the backup. */
  private void record(DriveFile file) {
    ended.put(file.id(), file);
    try {
      store.driveFileEnded(file, run);
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.WARNING, "The end of a copy could not be recorded yet.", e);
    }
  }

  private static void await(List<Future<?>> running) throws InterruptedException {
    try {
      for (var copy : running) {
        copy.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } finally {
      running.forEach(copy -> copy.cancel(true));
    }
  }
}
