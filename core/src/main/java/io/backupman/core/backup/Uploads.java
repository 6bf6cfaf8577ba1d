package io.backupman.core.backup;

import io.backupman.core.age.AgeException;
import io.backupman.core.age.AgeWriter;
import io.backupman.core.age.Encryption;
import io.backupman.core.age.Recipients;
import io.backupman.core.drive.Drive;
import io.backupman.core.source.Dump;
import io.backupman.core.source.DumpName;
import io.backupman.notifier.spi.DriveFile;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/** Brings one dump to all drives side by side, encrypted to those that want it so. */
final class Uploads {
  private static final System.Logger LOG = System.getLogger(Uploads.class.getName());

  private final int run;
  private final List<Drive> drives;
  private final Encryption encryption;
  private final BackupStore store;
  private final Clock clock;
  private final RunProgress progress;
  private final BackupListener listener;
  private final Map<UUID, DriveFile> ended = new ConcurrentHashMap<>();

  /**
   * Uploads.
   *
   * @param run which run of the backup they belong to
   * @param progress counts what is stored
   * @param listener is told of each copy
   */
  Uploads(
      int run,
      List<Drive> drives,
      Encryption encryption,
      BackupStore store,
      Clock clock,
      RunProgress progress,
      BackupListener listener) {
    this.run = run;
    this.drives = drives;
    this.encryption = encryption;
    this.store = store;
    this.clock = clock;
    this.progress = progress;
    this.listener = listener;
  }

  /**
   * Waits until each of these copies has ended.
   *
   * @param base what the dump would be called if the first run had written it, without an ending
   */
  void run(
      List<DriveFile> pending,
      Dump dump,
      DumpName base,
      Duration longest,
      Duration longestStandstill)
      throws InterruptedException {
    var name = String.valueOf(dump.file().getFileName());
    var byRecipients =
        pending.stream().collect(Collectors.groupingBy(file -> encryption.of(file.label())));
    sideBySide(
        byRecipients.keySet(),
        recipients -> {
          var files = byRecipients.getOrDefault(recipients, List.of());
          if (recipients.isPresent()) {
            var ofFirst = base + name.substring(name.indexOf('.'));
            storeEncrypted(recipients.get(), files, dump, ofFirst, longest, longestStandstill);
          } else {
            var isLast = pending.size() == 1;
            store(files, dump, name, isLast, longest, longestStandstill);
          }
        });
  }

  /** One encrypted copy serves all drives whose copies are for the same recipients. */
  private void storeEncrypted(
      Recipients recipients,
      List<DriveFile> files,
      Dump dump,
      String name,
      Duration longest,
      Duration longestStandstill)
      throws InterruptedException {
    try (var copy = new EncryptedCopy(dump, recipients)) {
      var encrypted = encrypted(copy, files, new ProgressGuard(longest, longestStandstill));
      if (encrypted.isPresent()) {
        var storedName = AgeWriter.storedName(name, run);
        store(files, encrypted.get(), storedName, files.size() == 1, longest, longestStandstill);
      }
    }
  }

  /** If it fails, only the drives that need it do. */
  private Optional<Dump> encrypted(EncryptedCopy copy, List<DriveFile> files, ProgressGuard guard)
      throws InterruptedException {
    try {
      return Optional.of(copy.write(guard));
    } catch (AgeException | BackupStoppedException e) {
      LOG.log(System.Logger.Level.WARNING, "A dump could not be encrypted.", e);
      fail(files, String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "A dump could not be encrypted.", e);
      fail(files, "It failed in a way that it should not; the log has the details.");
    }
    return Optional.empty();
  }

  private void fail(List<DriveFile> files, String error) {
    files.forEach(file -> record(failed(file, error)));
  }

  private void store(
      List<DriveFile> files,
      Dump dump,
      String name,
      boolean isLast,
      Duration longest,
      Duration longestStandstill)
      throws InterruptedException {
    sideBySide(
        files,
        file -> {
          var copy = copied(file, dump, name, isLast, longest, longestStandstill);
          var isRecorded = record(copy);
          if (DriveFiles.isStored(copy)) {
            removeEarlier(file, copy, isRecorded);
          }
        });
  }

  /** The copy of an earlier dump, once the record names the one that has taken its place. */
  private void removeEarlier(DriveFile earlier, DriveFile copy, boolean isRecorded)
      throws InterruptedException {
    var path = earlier.path();
    if (path == null || path.equals(copy.path())) {
      return;
    }
    if (!isRecorded) {
      warnOfEarlier(earlier, "That there is a new one could not be recorded.");
      return;
    }
    try {
      drive(copy).orElseThrow().delete(path);
      store.forgetReplaced(earlier.label(), path);
    } catch (InterruptedException e) {
      warnOfEarlier(earlier, "It was interrupted.");
      throw e;
    } catch (RuntimeException e) {
      warnOfEarlier(earlier, String.valueOf(e.getMessage()));
    }
  }

  private static void warnOfEarlier(DriveFile earlier, String reason) {
    LOG.log(
        System.Logger.Level.WARNING,
        "The copy {0} on the drive \"{1}\" is that of an earlier dump, but was not removed"
            + " yet: {2}",
        earlier.path(),
        earlier.label(),
        reason);
  }

  private Optional<Drive> drive(DriveFile file) {
    return drives.stream().filter(d -> d.label().equals(file.label())).findFirst();
  }

  private DriveFile copied(
      DriveFile file,
      Dump dump,
      String name,
      boolean isLast,
      Duration longest,
      Duration longestStandstill)
      throws InterruptedException {
    var drive = drive(file);
    return drive.isPresent()
        ? new Upload(drive.get(), longest, longestStandstill, clock, progress)
            .run(file, dump, name, isLast)
        : failed(file, "There is no such drive in the configuration any more.");
  }

  private DriveFile failed(DriveFile file, String error) {
    return DriveFiles.failed(file, error, clock.instant());
  }

  /** The records as they are now: of an interrupted run, too. */
  List<DriveFile> current(List<DriveFile> pending) {
    return pending.stream().map(f -> ended.getOrDefault(f.id(), f)).toList();
  }

  /** What cannot be recorded now is recorded with the end of the backup. */
  private boolean record(DriveFile file) {
    ended.put(file.id(), file);
    listener.copied(file);
    try {
      return store.driveFileEnded(file, run);
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.WARNING, "The end of a copy could not be recorded yet.", e);
      return false;
    }
  }

  /** What is done with one of several. */
  @FunctionalInterface
  private interface Work<T> {
    void on(T part) throws InterruptedException;
  }

  private static <T> void sideBySide(Collection<T> parts, Work<T> work)
      throws InterruptedException {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var running = new ArrayList<Future<?>>();
      for (var part : parts) {
        running.add(
            threads.submit(
                () -> {
                  work.on(part);
                  return null;
                }));
      }
      await(running);
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
