package io.backupman.core.backup;

import io.backupman.core.age.Encryption;
import io.backupman.core.backup.BackupProgress.Phase;
import io.backupman.core.drive.Drive;
import io.backupman.core.source.DataSource;
import io.backupman.core.source.Dump;
import io.backupman.core.source.DumpName;
import io.backupman.core.source.DumpWriter;
import io.backupman.core.source.SourceException;
import io.backupman.notifier.spi.BackupReport;
import io.backupman.notifier.spi.BackupStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The way of one backup, from the dump to its recorded end. Runs once. */
final class BackupRun {
  private static final System.Logger LOG = System.getLogger(BackupRun.class.getName());
  private static final Duration LONGEST_STANDSTILL = Duration.ofMinutes(10);
  private static final Duration PAUSE_BETWEEN_TRIES = Duration.ofSeconds(1);

  private static final String DUMPED_ANEW =
      "The dump of the failed run was not in the temporary folder any more, or is on another"
          + " machine, so the database was dumped anew for all drives.";

  private static final String EARLIER_KEPT =
      "The copy of an earlier dump was kept here, because the new dump could not be restored.";

  private final DataSource source;
  private final BackupStore store;
  private final BackupEnd end;
  private final Clock clock;
  private final RestoreVerification restoreCheck;
  private final Uploads uploads;
  private final KeptDumps kept;
  private final Optional<Dump> there;
  private final BackupListener listener;
  private final RunProgress progress = new RunProgress();
  private final AtomicBoolean cancelled = new AtomicBoolean();
  private volatile @Nullable Thread runner;
  private Backup backup;

  /**
   * A run.
   *
   * @param pending the backup as it is recorded
   * @param there the dump, if only the pending copies are to be made of it
   * @param listener is told of copies and restores
   */
  BackupRun(
      DataSource source,
      List<Drive> drives,
      Encryption encryption,
      BackupStore store,
      BackupEnd end,
      Clock clock,
      Backup pending,
      Optional<Dump> there,
      BackupListener listener) {
    this.source = source;
    this.store = store;
    this.end = end;
    this.clock = clock;
    this.restoreCheck = new RestoreVerification(source);
    this.kept = new KeptDumps(store);
    this.uploads = new Uploads(pending.run(), drives, encryption, store, clock, progress, listener);
    this.backup = pending;
    this.there = there;
    this.listener = listener;
  }

  /** How far it has come. */
  BackupProgress progress() {
    return progress.now();
  }

  /** Ends it soon as cancelled, from whatever thread; once it has ended, nothing happens. */
  void cancel() {
    if (cancelled.compareAndSet(false, true)) {
      interrupt(runner);
    }
  }

  /** Has {@link #cancel} end what this thread does from now on. */
  void belongsTo(Thread thread) {
    runner = thread;
    if (cancelled.get()) {
      interrupt(thread);
    }
  }

  private static void interrupt(@Nullable Thread thread) {
    if (thread != null) {
      thread.interrupt();
    }
  }

  /** Runs to the end, which is recorded whatever happens, also when the database is away. */
  void run() {
    record(outcome());
  }

  /** Ends without having run. */
  void interrupted() {
    record(failed(interruption()));
  }

  /**
   * Ends without having run, because its start could not be recorded. It may have been all the
   * same, if only the answer was lost; if not, there is nothing to end.
   */
  void notBegun() {
    record(
        () -> {
          end.failed(backup, "interrupted: the start of the backup could not be recorded.");
          return true;
        });
  }

  private void record(BooleanSupplier outcome) {
    while (!recorded(outcome)) {
      Thread.interrupted(); // Or the pause would be none.
      LockSupport.parkNanos(PAUSE_BETWEEN_TRIES.toNanos());
    }
  }

  private BooleanSupplier outcome() {
    try {
      if (isStoredEverywhere() && failures().isEmpty()) {
        return this::finished;
      }
      change(b -> b.startedAt(clock.instant()));
      var dump = there.isPresent() ? verified(there.get()) : dump();
      upload(dump);
      if (isStoredEverywhere()) {
        remove(dump); // Also if it could not be restored: then no retry takes it.
      }
      var failures = failures();
      return failures.isEmpty() ? this::finished : failed(failures);
    } catch (SourceException | BackupStoppedException e) {
      LOG.log(System.Logger.Level.WARNING, "The backup of \"" + backup.label() + "\" failed.", e);
      return failed(e.getMessage() == null ? "The dump failed." : e.getMessage());
    } catch (InterruptedException e) {
      return failed(interruption());
    } catch (RuntimeException | Error e) {
      LOG.log(System.Logger.Level.ERROR, "The backup of \"" + backup.label() + "\" failed.", e);
      return failed("It failed in a way that it should not; the log has the details.");
    }
  }

  /** If only the record of its end was missing when the process that ran it was gone. */
  private boolean isStoredEverywhere() {
    return backup.driveFiles().stream().allMatch(DriveFiles::isStored);
  }

  private String interruption() {
    return cancelled.get()
        ? Backup.CANCELLED
        : "interrupted: Backupman was stopped while the backup ran.";
  }

  private boolean finished() {
    return end.finished(backup, new SizeDrop(source.settings().sizeDropAlarm()));
  }

  private BooleanSupplier failed(String error) {
    return () -> end.failed(backup, error);
  }

  private void change(UnaryOperator<BackupReport.Builder> change) {
    backup = backup.with(change.apply(backup.snapshot().toBuilder()).build());
  }

  /** Proves that a dump which was kept for a retry is still what was recorded of it. */
  private Dump verified(Dump dump) throws InterruptedException {
    progress.enter(Phase.CHECKING);
    var guard = new ProgressGuard(source.settings().timeout(), LONGEST_STANDSTILL);
    var whole = guard.run("check of the dump", () -> dump.isWhole(guard.progress()));
    if (!whole) {
      throw new SourceException(
          "The dump "
              + dump.file()
              + " is not as it was when it was written, so it is not copied; start a new backup.");
    }
    return dump;
  }

  private Dump dump() throws InterruptedException {
    var dump = written();
    var earlier = backup;
    change(
        b ->
            b.dumpPath(dump.file().toString())
                .warning(warning(dump))
                .sizeBytes(dump.sizeBytes())
                .sha256(dump.sha256())
                .verification(null)
                .updatedAt(clock.instant()));
    if (recordDump(dump)) {
      kept.removeFile(earlier);
    }
    restore(dump);
    if (RestoreVerification.failure(backup.snapshot()).isEmpty()) {
      kept.replacedBy(backup);
    }
    return dump;
  }

  /** What is to be said of it, and of the one before it that a retry should have taken. */
  private @Nullable String warning(Dump dump) {
    var isMissed =
        backup.snapshot().sha256() != null
            && !RestoreVerification.isOpen(source, backup.snapshot());
    return Stream.concat(
            isMissed ? Stream.of(DUMPED_ANEW) : Stream.empty(), dump.warnings().stream())
        .reduce((one, other) -> one + " " + other)
        .orElse(null);
  }

  /** Before it is copied, so that no retry copies one of which that is not known. */
  private void restore(Dump dump) throws InterruptedException {
    if (restoreCheck.isWanted()) {
      progress.enter(Phase.RESTORING);
      var verification = restoreCheck.of(dump);
      listener.restored(backup.label(), verification);
      change(b -> b.verification(verification).updatedAt(clock.instant()));
      recordDump(dump);
    }
  }

  private Dump written() throws InterruptedException {
    progress.enter(Phase.DUMPING);
    makeRoom();
    while (true) {
      try {
        return writtenOnce();
      } catch (SourceException e) {
        if (!e.isForLackOfRoom() || !kept.makeRoom(source.settings(), backup)) {
          throw e;
        }
        LOG.log(System.Logger.Level.WARNING, "{0} Room was made; trying again.", e.getMessage());
      }
    }
  }

  /** The last dump of a database that is away is not given up for nothing. */
  private void makeRoom() throws InterruptedException {
    kept.keepNewest(backup.label());
    if (kept.isInTheWay(source.settings())) {
      source.check();
      kept.replacedBy(backup);
    }
  }

  private Dump writtenOnce() throws InterruptedException {
    var guard = new ProgressGuard(source.settings().timeout(), LONGEST_STANDSTILL);
    var name = dumpName().ofRun(source, backup.run());
    try {
      return guard.run(
          "dump",
          () ->
              new DumpWriter()
                  .write(
                      restoreCheck.source(), name, guard.progress().andThen(progress.dumping())));
    } catch (InterruptedException | BackupStoppedException e) {
      // It may have become whole in the moment in which it was stopped.
      discard(name);
      throw e;
    }
  }

  private DumpName dumpName() {
    return new DumpName(backup.label(), backup.snapshot().createdAt(), backup.id());
  }

  private void discard(String name) {
    try {
      new DumpWriter().discard(source.settings(), name);
    } catch (SourceException e) {
      LOG.log(System.Logger.Level.WARNING, "What is left of a dump could not be removed.", e);
    }
  }

  private boolean recordDump(Dump dump) {
    boolean pending;
    try {
      pending = store.dumped(backup);
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.WARNING, "A finished dump could not be recorded yet.", e);
      return false;
    }
    if (!pending) {
      discard(String.valueOf(dump.file().getFileName())); // No record knows of it.
      throw new BackupStoppedException("The backup was ended by another process while it ran.");
    }
    return true;
  }

  private void upload(Dump dump) throws InterruptedException {
    if (RestoreVerification.failure(backup.snapshot()).isPresent()) {
      keepEarlierCopies();
    }
    var files = backup.driveFiles();
    var pending = files.stream().filter(f -> f.status() == BackupStatus.PENDING).toList();
    progress.enter(Phase.COPYING);
    try {
      uploads.run(pending, dump, dumpName(), source.settings().timeout(), LONGEST_STANDSTILL);
    } finally {
      change(b -> b.driveFiles(uploads.current(files)));
    }
  }

  private void keepEarlierCopies() {
    change(
        b ->
            b.driveFiles(
                backup.driveFiles().stream()
                    .map(
                        f ->
                            f.status() == BackupStatus.PENDING && f.path() != null
                                ? DriveFiles.failed(f, EARLIER_KEPT, clock.instant())
                                : f)
                    .toList()));
  }

  private String failures() {
    var ofDrives =
        backup.driveFiles().stream()
            .filter(f -> !DriveFiles.isStored(f))
            .map(f -> f.label() + ": " + f.error());
    return Stream.concat(RestoreVerification.failure(backup.snapshot()).stream(), ofDrives)
        .collect(Collectors.joining(" "));
  }

  private void remove(Dump dump) {
    try {
      if (!KeptDumps.isCopy(backup, dump.file())) {
        Files.delete(dump.file());
      }
      change(b -> b.dumpPath(null));
    } catch (IOException | InvalidPathException e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "The dump " + dump.file() + " is on every drive but could not be removed from there.",
          e);
    }
  }

  private boolean recorded(BooleanSupplier outcome) {
    try {
      if (!outcome.getAsBoolean()) {
        LOG.log(
            System.Logger.Level.WARNING,
            "The backup {0} of \"{1}\" had been ended by another process before.",
            backup.id(),
            backup.label());
      }
      return true;
    } catch (RuntimeException | Error e) {
      LOG.log(
          System.Logger.Level.ERROR,
          "The end of the backup of \"" + backup.label() + "\" could not be recorded; trying on.",
          e);
      return false;
    }
  }
}
