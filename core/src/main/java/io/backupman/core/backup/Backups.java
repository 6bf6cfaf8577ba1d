package io.backupman.core.backup;

import com.github.f4b6a3.uuid.UuidCreator;
import io.backupman.core.age.Encryption;
import io.backupman.core.drive.Drive;
import io.backupman.core.request.NearestWord;
import io.backupman.core.request.RequestProblem;
import io.backupman.core.source.DataSource;
import io.backupman.core.source.Dump;
import io.backupman.notifier.spi.BackupReport;
import io.backupman.notifier.spi.BackupStatus;
import io.backupman.notifier.spi.DriveFile;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Runs backups of the configured data sources, side by side, each in a virtual thread. Safe for use
 * by several threads.
 */
public final class Backups implements BackupOperations {
  private static final System.Logger LOG = System.getLogger(Backups.class.getName());

  private final List<DataSource> sources;
  private final List<Drive> drives;
  private final Encryption encryption;
  private final BackupStore store;
  private final BackupBegin begin;
  private final BackupEnd end;
  private final Clock clock;
  private final UUID nodeId;
  private final BackupListener listener;
  private final Semaphore atOnce;
  private final Map<UUID, BackupRun> running = new ConcurrentHashMap<>();
  private final Map<String, Backup> doubtful = new ConcurrentHashMap<>();
  private final ExecutorService runs = Executors.newVirtualThreadPerTaskExecutor();

  /** Runs backups whose copies are on no drive encrypted. */
  public Backups(
      List<DataSource> sources,
      List<Drive> drives,
      BackupStore store,
      BackupBegin begin,
      BackupEnd end,
      Clock clock,
      UUID nodeId,
      int atOnce) {
    this(
        sources,
        drives,
        Encryption.NONE,
        store,
        begin,
        end,
        clock,
        nodeId,
        atOnce,
        BackupListener.NONE);
  }

  /**
   * Runs backups.
   *
   * @param sources the data sources, in the order of the configuration
   * @param drives where every dump goes
   * @param encryption on which drives it is encrypted
   * @param store has the records
   * @param begin begins backups
   * @param end ends them
   * @param clock gives times in whole milliseconds
   * @param nodeId this process
   * @param atOnce how many backups run at once, at least 1; the others wait
   * @param listener is told of copies and restores
   */
  public Backups(
      List<DataSource> sources,
      List<Drive> drives,
      Encryption encryption,
      BackupStore store,
      BackupBegin begin,
      BackupEnd end,
      Clock clock,
      UUID nodeId,
      int atOnce,
      BackupListener listener) {
    this.sources = List.copyOf(sources);
    this.drives = List.copyOf(drives);
    this.encryption = encryption;
    this.store = store;
    this.begin = begin;
    this.end = end;
    this.clock = clock;
    this.nodeId = nodeId;
    this.atOnce = new Semaphore(atOnce);
    this.listener = listener;
  }

  @Override
  public Started start(List<String> labels, BackupTrigger trigger) {
    var started = new ArrayList<Backup>();
    var running = new ArrayList<Running>();
    for (var source : chosen(labels)) {
      var pending = pending(source, trigger);
      recorded(source, pending, () -> begin.begun(pending))
          .ifPresentOrElse(
              id -> running.add(new Running(source.settings().label(), id)),
              () -> started.add(launched(source, pending)));
    }
    if (started.isEmpty()) {
      throw RequestProblem.conflict(
          running.size() == 1
              ? "A backup of \"" + running.getFirst().label() + "\" is running already."
              : "Backups of all these data sources are running already.");
    }
    return new Started(List.copyOf(started), List.copyOf(running));
  }

  /**
   * Starts the backup of a data source that is due at a time, unless that firing has been dealt
   * with, by whatever process, or a backup of it is still running. To call it again for the same
   * firing does nothing.
   *
   * @param fireAt the time at which the schedule fires, whole seconds
   * @throws RuntimeException if the records cannot be reached; nothing was started
   */
  public void fire(String label, Instant fireAt) {
    var source = source(label);
    var pending = pending(source, BackupTrigger.SCHEDULE);
    switch (fired(pending, fireAt)) {
      case BEGUN -> launched(source, pending);
      case LEFT_OUT ->
          LOG.log(
              System.Logger.Level.WARNING,
              "The backup of \"{0}\" that was due at {1} is left out: one is still running.",
              label,
              fireAt);
      case TAKEN -> launchDoubtful(source);
    }
    doubtful.remove(label);
  }

  /** If it fails, nobody knows whether the pending backup was recorded. */
  private FiringStore.Outcome fired(Backup pending, Instant fireAt) {
    try {
      return begin.fired(pending, fireAt);
    } catch (RuntimeException e) {
      doubtful.put(pending.label(), pending);
      throw e;
    }
  }

  /** The firing is taken: perhaps by the try before, of which only the answer was lost. */
  private void launchDoubtful(DataSource source) {
    var before = doubtful.get(source.settings().label());
    if (before != null
        && store.find(before.id()).filter(b -> b.status() == BackupStatus.PENDING).isPresent()) {
      launched(source, before);
    }
  }

  private List<DataSource> chosen(List<String> labels) {
    if (sources.isEmpty()) {
      throw RequestProblem.conflict("There is nothing to back up: config.yml has no data source.");
    }
    if (drives.isEmpty()) {
      throw RequestProblem.conflict("There is nowhere to store a dump: config.yml has no drive.");
    }
    var known = sources.stream().map(s -> s.settings().label()).toList();
    for (var label : labels) {
      if (!known.contains(label)) {
        throw RequestProblem.invalid(NearestWord.unknown("data source", label, known));
      }
    }
    return labels.isEmpty()
        ? sources
        : sources.stream().filter(s -> labels.contains(s.settings().label())).toList();
  }

  private Backup pending(DataSource source, BackupTrigger trigger) {
    var now = clock.instant();
    var id = UuidCreator.getTimeOrderedEpoch(now);
    var settings = source.settings();
    return new Backup(
        BackupReport.builder(id, BackupStatus.PENDING, settings.label(), now)
            .provider(settings.provider())
            .trigger(trigger.word())
            .updatedAt(now)
            .driveFiles(drives.stream().map(drive -> driveFile(id, drive, now)).toList())
            .build(),
        null,
        nodeId);
  }

  private static DriveFile driveFile(UUID backupId, Drive drive, Instant now) {
    return DriveFile.builder(
            UuidCreator.getTimeOrderedEpoch(now), backupId, drive.provider(), drive.label(), now)
        .updatedAt(now)
        .build();
  }

  private <T> T recorded(DataSource source, Backup pending, Supplier<T> start) {
    try {
      return start.get();
    } catch (RuntimeException e) {
      endIfRecorded(source, pending, e);
      throw e;
    }
  }

  /** A record of this living process that nobody ends would keep its data source from backups. */
  private void endIfRecorded(DataSource source, Backup pending, RuntimeException failure) {
    var run = run(source, pending, Optional.empty());
    try {
      runs.execute(run::notBegun);
    } catch (RejectedExecutionException e) {
      failure.addSuppressed(e); // This process stops; the next start ends what it left behind.
    }
  }

  private Backup launched(DataSource source, Backup pending) {
    return launched(source, pending, Optional.empty());
  }

  private Backup launched(DataSource source, Backup pending, Optional<Dump> there) {
    var run = run(source, pending, there);
    running.put(pending.id(), run);
    try {
      runs.execute(() -> runAndForget(pending.id(), run));
    } catch (RejectedExecutionException e) {
      running.remove(pending.id(), run);
      run.interrupted();
    }
    return pending;
  }

  private BackupRun run(DataSource source, Backup pending, Optional<Dump> there) {
    return new BackupRun(source, drives, encryption, store, end, clock, pending, there, listener);
  }

  private void runAndForget(UUID id, BackupRun run) {
    try {
      run.belongsTo(Thread.currentThread());
      runInTurn(run);
    } finally {
      running.remove(id, run);
    }
  }

  private void runInTurn(BackupRun run) {
    try {
      atOnce.acquire();
    } catch (InterruptedException e) {
      run.interrupted();
      return;
    }
    try {
      run.run();
    } finally {
      atOnce.release();
    }
  }

  @Override
  public Optional<BackupProgress> progress(UUID id) {
    return Optional.ofNullable(running.get(id)).map(BackupRun::progress);
  }

  @Override
  public Backup cancel(UUID id) {
    var backup = store.existing(id);
    if (!store.askCancel(id)) {
      throw RequestProblem.conflict(
          "The backup has ended already; only a pending one can be cancelled.");
    }
    cancelHere(id);
    return backup;
  }

  @Override
  public Backup retry(UUID id) {
    var failed = store.existing(id);
    if (failed.status() != BackupStatus.FAILED) {
      throw RequestProblem.conflict(
          "Only a failed backup can be retried; this one is " + failed.status().word() + ".");
    }
    var source = source(failed.label());
    var isOpen = RestoreVerification.isOpen(source, failed.snapshot());
    var dump = isOpen ? Optional.<Dump>empty() : Retries.dump(failed);
    var pending = Retries.pending(failed, isOpen, dump, nodeId, clock.instant());
    switch (recorded(source, pending, () -> begin.retried(pending))) {
      case REOPENED -> launched(source, pending, dump);
      case ANOTHER_RUNS ->
          throw RequestProblem.conflict(
              "A backup of \"" + failed.label() + "\" is running already.");
      case NOT_FAILED ->
          throw RequestProblem.conflict("The backup was retried or deleted just now.");
    }
    return pending;
  }

  private DataSource source(String label) {
    return sources.stream()
        .filter(s -> s.settings().label().equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                RequestProblem.conflict(
                    "There is no data source \""
                        + label
                        + "\" in the configuration any more, so it cannot be backed up again."));
  }

  private void cancelHere(UUID id) {
    var run = running.get(id);
    if (run != null) {
      run.cancel();
    }
  }

  /** Stops what runs here and was cancelled elsewhere; asks nobody if nothing runs. */
  public void stopCancelled() {
    if (!running.isEmpty()) {
      store.cancelAsked(nodeId).forEach(this::cancelHere);
    }
  }

  /**
   * Stops what runs: each running backup ends as failed, with its report, and nothing half-written
   * is left.
   *
   * @param grace how long to wait for that
   * @return whether all have ended; if not, the record of this process is to stay, so that others
   *     end them for it
   */
  public boolean stop(Duration grace) {
    runs.shutdownNow();
    var ended = false;
    try {
      ended = runs.awaitTermination(grace.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!ended) {
      LOG.log(
          System.Logger.Level.WARNING,
          "A backup has not ended in time; it is reported by another process, or at the next"
              + " start.");
    }
    return ended;
  }
}
