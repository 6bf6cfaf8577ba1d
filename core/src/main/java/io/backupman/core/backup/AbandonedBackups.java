package io.backupman.core.backup;

import io.backupman.core.age.AgeWriter;
import io.backupman.core.drive.Drive;
import io.backupman.core.node.Node;
import io.backupman.core.source.DataSource;
import io.backupman.core.source.DumpName;
import io.backupman.core.source.DumpWriter;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Ends backups whose process is gone, so that they are reported too and their data source can be
 * backed up again. Safe for use by several threads and several processes.
 */
public final class AbandonedBackups {
  private static final System.Logger LOG = System.getLogger(AbandonedBackups.class.getName());
  private static final Duration LONGEST_REMOVAL = Duration.ofSeconds(5);

  private final BackupStore store;
  private final BackupEnd end;
  private final List<DataSource> sources;
  private final List<Drive> drives;

  /**
   * Ends abandoned backups.
   *
   * @param store has the backups
   * @param end ends them
   * @param sources the data sources, whose half-written dumps and scratch databases are removed
   * @param drives the drives, whose half-written copies are removed
   */
  public AbandonedBackups(
      BackupStore store, BackupEnd end, List<DataSource> sources, List<Drive> drives) {
    this.store = store;
    this.end = end;
    this.sources = List.copyOf(sources);
    this.drives = List.copyOf(drives);
  }

  /** Ends the backups of a process that is gone. */
  public void endThoseOf(Node gone) {
    for (var backup : store.pendingOf(List.of(gone.id()))) {
      end(
          backup,
          "interrupted: the Backupman process that ran it (on "
              + gone.name()
              + ", process "
              + gone.pid()
              + ") is gone.",
          gone.name());
    }
  }

  /** Ends the backups of processes of which nothing is known. */
  public void endThoseOfUnknown() {
    for (var backup : store.pendingOfUnknownNodes()) {
      end(backup, "interrupted: the Backupman process that ran it is gone.", null);
    }
  }

  private void end(Backup backup, String error, @Nullable String hostName) {
    // Before its end is recorded: from then on the data source may be dumped again.
    sources.stream()
        .filter(s -> s.settings().label().equals(backup.label()))
        .forEach(source -> removeLeftovers(source, backup));
    if (end.failed(backup, error, hostName)) {
      LOG.log(
          System.Logger.Level.WARNING,
          "The backup {0} of \"{1}\" ended as failed. {2}",
          backup.id(),
          backup.label(),
          error);
    }
  }

  private void removeLeftovers(DataSource source, Backup backup) {
    var dump = new DumpName(backup.label(), backup.snapshot().createdAt(), backup.id());
    var run = backup.run();
    var name = dump.ofRun(source, run);
    attempt(source::removeLeftovers);
    var dumped = Optional.ofNullable(backup.snapshot().dumpPath()).map(DumpName::inPath);
    if (!dumped.equals(Optional.of(name))) {
      attempt(() -> new DumpWriter().discard(source.settings(), name));
    }
    var tmpFolder = source.settings().tmpFolder();
    attempt(() -> new AgeWriter().removeLeftovers(tmpFolder, DumpName.ofRun(dump.toString(), run)));
    // The dump that is copied may be that of an earlier run.
    var names =
        Stream.concat(
                Stream.of(name, AgeWriter.storedName(dump.file(source), run)), dumped.stream())
            .distinct()
            .toList();
    removeElsewhere(
        Stream.concat(
            Stream.of(() -> attempt(source::dropScratchDatabases)),
            drives.stream().map(drive -> () -> removeFrom(drive, names))));
  }

  /** What does not answer must not keep this process from its signs of life. */
  private static void removeElsewhere(Stream<Runnable> tasks) {
    var removals =
        tasks
            .map(
                task ->
                    Thread.ofPlatform() // A file system that hangs would keep others' carrier.
                        .daemon()
                        .start(task))
            .toList();
    var end = System.nanoTime() + LONGEST_REMOVAL.toNanos();
    try {
      for (var removal : removals) {
        removal.join(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      removals.forEach(Thread::interrupt);
    }
  }

  /** Under both names: whether its copies were encrypted may have been changed since. */
  private static void removeFrom(Drive drive, List<String> names) {
    attempt(
        () -> {
          for (var name : names) {
            drive.removeLeftovers(name);
          }
        });
  }

  /** Something that may throw what a file system does. */
  @FunctionalInterface
  private interface Removal {
    void run() throws IOException, InterruptedException;
  }

  private static void attempt(Removal removal) {
    try {
      removal.run();
    } catch (RuntimeException | IOException | InterruptedException e) {
      LOG.log(System.Logger.Level.WARNING, "What is left of a backup could not be removed.", e);
    }
  }
}
