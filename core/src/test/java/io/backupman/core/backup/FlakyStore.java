package io.backupman.core.backup;

import io.backupman.core.report.Delivery;
import io.backupman.core.report.Report;
import io.backupman.core.report.ReportWithDeliveries;
import io.backupman.core.request.Page;
import io.backupman.core.store.engine.StoreException;
import io.backupman.notifier.spi.BackupStatus;
import io.backupman.notifier.spi.DriveFile;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Passes on to a real store, but fails to end backups a number of times, and may fail to begin the
 * first one.
 */
final class FlakyStore implements BackupStore {
  private final BackupStore store;
  private final AtomicInteger failures;
  private volatile Start firstStart = Start.WORKS;
  private volatile boolean losesAnswers;

  /** What becomes of the first start. */
  enum Start {
    WORKS,
    FAILS,
    LOSES_THE_ANSWER
  }

  FlakyStore(BackupStore store, int failures) {
    this.store = store;
    this.failures = new AtomicInteger(failures);
  }

  FlakyStore firstStart(Start outcome) {
    firstStart = outcome;
    return this;
  }

  /** Ends backups all the same when it fails to. */
  FlakyStore losingAnswers() {
    losesAnswers = true;
    return this;
  }

  @Override
  public boolean finish(Backup ended, Report report, List<Delivery> deliveries) {
    if (failures.getAndDecrement() > 0) {
      if (losesAnswers) {
        store.finish(ended, report, deliveries);
      }
      throw new StoreException("The database does not answer.");
    }
    return store.finish(ended, report, deliveries);
  }

  @Override
  public Optional<UUID> begin(Backup pending, Optional<ReportWithDeliveries> started) {
    var fails = firstStart;
    firstStart = Start.WORKS;
    var answer = fails == Start.FAILS ? Optional.<UUID>empty() : store.begin(pending, started);
    if (fails != Start.WORKS) {
      throw new StoreException("The connection was lost.");
    }
    return answer;
  }

  @Override
  public Optional<BackupStatus> lastEnd(String label) {
    return store.lastEnd(label);
  }

  @Override
  public Standing standing(String label) {
    return store.standing(label);
  }

  @Override
  public List<Long> lastSizes(String label, int most) {
    return store.lastSizes(label, most);
  }

  @Override
  public boolean dumped(Backup pending) {
    return store.dumped(pending);
  }

  @Override
  public boolean driveFileEnded(DriveFile ended, int run) {
    return store.driveFileEnded(ended, run);
  }

  @Override
  public void forgetReplaced(String label, String path) {
    store.forgetReplaced(label, path);
  }

  @Override
  public List<Backup> keptDumps() {
    return store.keptDumps();
  }

  @Override
  public List<Backup> keptDumps(String label) {
    return store.keptDumps(label);
  }

  @Override
  public void forgetDump(UUID id) {
    store.forgetDump(id);
  }

  @Override
  public Optional<Backup> findByCopy(UUID driveFileId) {
    return store.findByCopy(driveFileId);
  }

  @Override
  public Optional<Backup> find(UUID id) {
    return store.find(id);
  }

  @Override
  public Page<Backup> list(BackupQuery query) {
    return store.list(query);
  }

  @Override
  public List<Backup> pendingOf(List<UUID> nodeIds) {
    return store.pendingOf(nodeIds);
  }

  @Override
  public List<Backup> pendingOfUnknownNodes() {
    return store.pendingOfUnknownNodes();
  }

  @Override
  public boolean askCancel(UUID id) {
    return store.askCancel(id);
  }

  @Override
  public List<UUID> cancelAsked(UUID nodeId) {
    return store.cancelAsked(nodeId);
  }

  @Override
  public Reopening reopen(Backup pending, Optional<ReportWithDeliveries> started) {
    return store.reopen(pending, started);
  }
}
