package io.backupman.core.store;

import io.backupman.core.backup.Backup;
import io.backupman.core.backup.BackupQuery;
import io.backupman.core.backup.BackupStore;
import io.backupman.core.backup.Standing;
import io.backupman.core.page.Page;
import io.backupman.core.report.Delivery;
import io.backupman.core.report.Report;
import io.backupman.core.report.ReportWithDeliveries;
import io.backupman.notifier.spi.BackupStatus;
import io.backupman.notifier.spi.DriveFile;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The table {@code backups}, and what is written along with it. */
final class BackupSql implements BackupStore {
  private static final int TRIES = 10;

  private static final String INSERT =
      """
      INSERT INTO backups (id, label, running_label, status, provider, started_by, node_id,
        created_at, updated_at, started_at)
      VALUES (?, ?, ?, 'pending', ?, ?, ?, ?, ?, ?)""";

  private static final String RUNNING = "SELECT id FROM backups WHERE running_label = ?";

  private static final String DUMPED =
      """
      UPDATE backups SET dump_path = ?, size_bytes = ?, sha256 = ?, started_at = ?, updated_at = ?,
        warning = ?, verification = ?, restored_tables = ?, restored_rows = ?, verification_detail = ?
      WHERE id = ? AND run_number = ? AND status = 'pending'""";

  // Locked, so that the backup does not end before the copy's end is written.
  private static final String PENDING =
      "SELECT id FROM backups WHERE id = ? AND run_number = ? AND status = 'pending' FOR UPDATE";

  private static final String FINISH =
      """
      UPDATE backups SET status = ?, running_label = NULL, report_id = ?, updated_at = ?,
        started_at = ?, finished_at = ?, dump_path = ?, size_bytes = ?, sha256 = ?, error = ?,
        warning = ?, verification = ?, restored_tables = ?, restored_rows = ?,
        verification_detail = ?
      WHERE id = ? AND run_number = ? AND status = 'pending'""";

  private static final String REOPEN =
      """
      UPDATE backups SET status = 'pending', running_label = label, node_id = ?, started_by = ?,
        updated_at = ?, dump_path = ?, size_bytes = ?, sha256 = ?, verification = ?,
        restored_tables = ?, restored_rows = ?, verification_detail = ?, warning = ?, report_id = NULL,
        started_at = NULL, finished_at = NULL, error = NULL, cancel_asked = FALSE,
        run_number = run_number + 1
      WHERE id = ? AND run_number = ? AND status = 'failed' AND NOT removing""";

  private static final String ASK_CANCEL =
      "UPDATE backups SET cancel_asked = TRUE WHERE id = ? AND status = 'pending'";

  private static final String CANCEL_ASKED =
      "SELECT id FROM backups WHERE status = 'pending' AND cancel_asked AND node_id = ?";

  private static final String FORGET_DUMP =
      "UPDATE backups SET dump_path = NULL WHERE id = ? AND status = 'failed'";

  private final Sql sql;

  BackupSql(Sql sql) {
    this.sql = sql;
  }

  @Override
  public Optional<UUID> begin(Backup pending, Optional<ReportWithDeliveries> started) {
    for (var tries = 0; tries < TRIES; tries++) {
      if (inserted(pending, started)) {
        return Optional.empty();
      }
      var running = sql.query(RUNNING, row -> row.id("id"), pending.label());
      if (!running.isEmpty()) {
        return Optional.of(running.getFirst());
      }
      // It ended in between: the way is free.
    }
    throw new StoreException(
        "The backup " + pending.id() + " cannot be recorded: its identifier is taken.");
  }

  private boolean inserted(Backup pending, Optional<ReportWithDeliveries> started) {
    try {
      return sql.transaction(tx -> insert(tx, pending, started));
    } catch (StoreException e) {
      if (Failure.duplicate(e)) {
        return false;
      }
      throw e;
    }
  }

  static boolean isRunning(Transaction tx, String label) {
    return !tx.query(RUNNING, row -> row.id("id"), label).isEmpty();
  }

  static boolean insert(Transaction tx, Backup pending, Optional<ReportWithDeliveries> started) {
    var report = pending.report();
    tx.update(
        INSERT,
        report.id(),
        report.label(),
        report.label(),
        report.provider(),
        report.trigger(),
        pending.nodeId(),
        report.createdAt(),
        report.updatedAt(),
        report.startedAt());
    DriveFileSql.insert(tx, report.driveFiles());
    started.ifPresent(told -> ReportSql.insert(tx, told));
    return true;
  }

  @Override
  public boolean dumped(Backup pending) {
    var report = pending.report();
    var restored = Restored.of(report.verification());
    return sql.update(
            DUMPED,
            report.dumpPath(),
            report.sizeBytes(),
            report.sha256(),
            report.startedAt(),
            report.updatedAt(),
            report.warning(),
            restored.status(),
            restored.tables(),
            restored.rows(),
            restored.detail(),
            report.id(),
            pending.run())
        == 1;
  }

  @Override
  public boolean driveFileEnded(DriveFile ended, int run) {
    return sql.transaction(
        tx -> {
          if (tx.query(PENDING, row -> row.id("id"), ended.backupId(), run).isEmpty()) {
            return false;
          }
          DriveFileSql.end(tx, ended);
          return true;
        });
  }

  @Override
  public void forgetReplaced(String label, String path) {
    sql.transaction(tx -> DriveFileSql.forgetReplaced(tx, label, path));
  }

  @Override
  public boolean finish(Backup ended, Report report, List<Delivery> deliveries) {
    if (ended.status() == BackupStatus.PENDING) {
      throw new IllegalArgumentException("The backup " + ended.id() + " has not ended.");
    }
    return sql.transaction(
        tx -> {
          if (!end(tx, ended)) {
            return false;
          }
          ended.driveFiles().forEach(file -> DriveFileSql.end(tx, file));
          if (ended.status() == BackupStatus.FINISHED) {
            AwaitedSql.finished(tx, ended.label(), report.createdAt());
          }
          ReportSql.insert(tx, new ReportWithDeliveries(report, deliveries));
          return true;
        });
  }

  private static boolean end(Transaction tx, Backup ended) {
    var report = ended.report();
    var restored = Restored.of(report.verification());
    return tx.update(
            FINISH,
            report.status().word(),
            ended.reportId(),
            report.updatedAt(),
            report.startedAt(),
            report.finishedAt(),
            report.dumpPath(),
            report.sizeBytes(),
            report.sha256(),
            report.error(),
            report.warning(),
            restored.status(),
            restored.tables(),
            restored.rows(),
            restored.detail(),
            report.id(),
            ended.run())
        == 1;
  }

  @Override
  public Optional<BackupStatus> lastEnd(String label) {
    return sql.transaction(tx -> BackupRows.lastEnd(tx, label));
  }

  @Override
  public Standing standing(String label) {
    return sql.transaction(tx -> StandingSql.of(tx, label));
  }

  @Override
  public List<Long> lastSizes(String label, int most) {
    return sql.transaction(tx -> BackupRows.lastSizes(tx, label, most));
  }

  @Override
  public List<Backup> keptDumps() {
    return sql.transaction(tx -> BackupRows.keptDumps(tx));
  }

  @Override
  public List<Backup> keptDumps(String label) {
    return sql.transaction(tx -> BackupRows.keptDumps(tx, label));
  }

  @Override
  public void forgetDump(UUID id) {
    sql.update(FORGET_DUMP, id);
  }

  @Override
  public Optional<Backup> find(UUID id) {
    return sql.transaction(tx -> BackupRows.find(tx, id));
  }

  @Override
  public Optional<Backup> findByCopy(UUID driveFileId) {
    return sql.transaction(
        tx -> DriveFileSql.backupOf(tx, driveFileId).flatMap(id -> BackupRows.find(tx, id)));
  }

  @Override
  public Page<Backup> list(BackupQuery query) {
    return sql.transaction(tx -> BackupRows.page(tx, query));
  }

  @Override
  public Reopening reopen(Backup pending, Optional<ReportWithDeliveries> started) {
    try {
      return sql.transaction(tx -> reopen(tx, pending, started))
          ? Reopening.REOPENED
          : Reopening.NOT_FAILED;
    } catch (StoreException e) {
      if (Failure.duplicate(e)) {
        return Reopening.ANOTHER_RUNS;
      }
      throw e;
    }
  }

  private static boolean reopen(
      Transaction tx, Backup pending, Optional<ReportWithDeliveries> started) {
    var report = pending.report();
    var restored = Restored.of(report.verification());
    var reopened =
        tx.update(
            REOPEN,
            pending.nodeId(),
            report.trigger(),
            report.updatedAt(),
            report.dumpPath(),
            report.sizeBytes(),
            report.sha256(),
            restored.status(),
            restored.tables(),
            restored.rows(),
            restored.detail(),
            report.warning(),
            report.id(),
            pending.run() - 1);
    if (reopened == 0) {
      return false;
    }
    pending.driveFiles().stream()
        .filter(file -> file.status() == BackupStatus.PENDING)
        .forEach(file -> DriveFileSql.reopen(tx, file));
    started.ifPresent(told -> ReportSql.insert(tx, told));
    return true;
  }

  @Override
  public boolean askCancel(UUID id) {
    return sql.update(ASK_CANCEL, id) == 1;
  }

  @Override
  public List<UUID> cancelAsked(UUID nodeId) {
    return sql.query(CANCEL_ASKED, row -> row.id("id"), nodeId);
  }

  @Override
  public List<Backup> pendingOf(List<UUID> nodeIds) {
    return nodeIds.isEmpty() ? List.of() : sql.transaction(tx -> BackupRows.pendingOf(tx, nodeIds));
  }

  @Override
  public List<Backup> pendingOfUnknownNodes() {
    return sql.transaction(BackupRows::pendingOfUnknownNodes);
  }
}
