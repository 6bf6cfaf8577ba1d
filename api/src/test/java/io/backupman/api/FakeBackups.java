package io.backupman.api;

import io.backupman.core.backup.Backup;
import io.backupman.core.backup.BackupOperations;
import io.backupman.core.backup.BackupProgress;
import io.backupman.core.backup.BackupQuery;
import io.backupman.core.backup.BackupRemover;
import io.backupman.core.backup.BackupStore;
import io.backupman.core.backup.BackupTrigger;
import io.backupman.core.backup.Standing;
import io.backupman.core.report.Delivery;
import io.backupman.core.report.Report;
import io.backupman.core.report.ReportWithDeliveries;
import io.backupman.core.request.Page;
import io.backupman.notifier.spi.BackupStatus;
import io.backupman.notifier.spi.DriveFile;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Backups in memory; remembers what it was asked. */
final class FakeBackups implements BackupStore, BackupOperations, BackupRemover {
  volatile @Nullable BackupProgress progress;
  final List<Backup> backups = new CopyOnWriteArrayList<>();
  final List<List<String>> started = new CopyOnWriteArrayList<>();
  volatile @Nullable BackupQuery lastQuery;
  volatile @Nullable UUID next;
  volatile Supplier<Started> onStart = () -> new Started(List.of(), List.of());
  volatile Runnable onList = () -> {};
  final List<UUID> removed = new CopyOnWriteArrayList<>();
  volatile Runnable onRemove = () -> {};
  final List<UUID> retried = new CopyOnWriteArrayList<>();
  final List<UUID> cancelled = new CopyOnWriteArrayList<>();
  volatile Runnable onControl = () -> {};

  @Override
  public Started start(List<String> labels, BackupTrigger trigger) {
    if (trigger != BackupTrigger.MANUAL) {
      throw new AssertionError("The API starts backups as manual, not as " + trigger);
    }
    started.add(labels);
    return onStart.get();
  }

  @Override
  public Optional<Backup> find(UUID id) {
    return backups.stream().filter(b -> b.id().equals(id)).findFirst();
  }

  @Override
  public Optional<Backup> findByCopy(UUID driveFileId) {
    return backups.stream()
        .filter(b -> b.driveFiles().stream().anyMatch(f -> f.id().equals(driveFileId)))
        .findFirst();
  }

  @Override
  public Page<Backup> list(BackupQuery query) {
    lastQuery = query;
    onList.run();
    return new Page<>(backups, next);
  }

  @Override
  public Optional<UUID> begin(Backup pending, Optional<ReportWithDeliveries> started) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<BackupStatus> lastEnd(String label) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Standing standing(String label) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<Long> lastSizes(String label, int most) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void forgetReplaced(String label, String path) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<Backup> keptDumps() {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<Backup> keptDumps(String label) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void forgetDump(UUID id) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean dumped(Backup pending) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean driveFileEnded(DriveFile ended, int run) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean finish(Backup ended, Report report, List<Delivery> deliveries) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<Backup> pendingOf(List<UUID> nodeIds) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<Backup> pendingOfUnknownNodes() {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean askCancel(UUID id) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<UUID> cancelAsked(UUID nodeId) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Reopening reopen(Backup pending, Optional<ReportWithDeliveries> started) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Backup retry(UUID id) {
    onControl.run();
    retried.add(id);
    return find(id).orElseThrow();
  }

  @Override
  public Backup cancel(UUID id) {
    onControl.run();
    cancelled.add(id);
    return find(id).orElseThrow();
  }

  @Override
  public Optional<BackupProgress> progress(UUID id) {
    return Optional.ofNullable(progress);
  }

  @Override
  public void remove(UUID id) {
    removed.add(id);
    onRemove.run();
  }
}
