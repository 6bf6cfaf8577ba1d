package io.backupman.core.store;

import io.backupman.core.backup.Backup;
import io.backupman.core.backup.BackupQuery;
import io.backupman.core.backup.BackupStore;
import io.backupman.core.backup.Standing;
import io.backupman.core.report.Delivery;
import io.backupman.core.report.Report;
import io.backupman.core.report.ReportWithDeliveries;
import io.backupman.core.request.Page;
import io.backupman.core.store.engine.SqlErrors;
import io.backupman.core.store.engine.StoreException;
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
      VALUES (:id, :label, :label, 'pending', :provider, :trigger, :node, :created_at, :updated_at,
        :started_at)""";

  private static final String RUNNING_OF_LABEL =
      "SELECT id FROM backups WHERE running_label = :label";

  private static final String RUN_PENDING =
      " WHERE id = :id AND run_number = :run AND status = 'pending'";

  private static final String DUMPED =
      """
      UPDATE backups SET started_at = :started_at, updated_at = :updated_at,
        dump_path = :dump_path, size_bytes = :size_bytes, sha256 = :sha256, warning = :warning"""
          + ", "
          + VerificationColumns.SET
          + RUN_PENDING;

  // Locked, so that the backup does not end before the copy's end is written.
  private static final String PENDING = "SELECT id FROM backups" + RUN_PENDING + " FOR UPDATE";

  private static final String FINISH =
      """
      UPDATE backups SET status = :status, running_label = NULL, report_id = :report,
        started_at = :started_at, updated_at = :updated_at, finished_at = :finished_at,
        dump_path = :dump_path, size_bytes = :size_bytes, sha256 = :sha256, warning = :warning,
        error = :error"""
          + ", "
          + VerificationColumns.SET
          + RUN_PENDING;

  private static final String REOPEN =
      """
      UPDATE backups SET status = 'pending', running_label = label, report_id = NULL,
        node_id = :node, started_by = :trigger, run_number = :run, cancel_asked = FALSE,
        started_at = NULL, updated_at = :updated_at, finished_at = NULL,
        dump_path = :dump_path, size_bytes = :size_bytes, sha256 = :sha256, warning = :warning,
        error = NULL"""
          + ", "
          + VerificationColumns.SET
          + " WHERE id = :id AND run_number + 1 = :run AND status = 'failed' AND NOT removing";

  private static final String ASK_CANCEL =
      "UPDATE backups SET cancel_asked = TRUE WHERE id = :id AND status = 'pending'";

  private static final String CANCEL_ASKED =
      "SELECT id FROM backups WHERE status = 'pending' AND cancel_asked AND node_id = :node";

  private static final String FORGET_DUMP =
      "UPDATE backups SET dump_path = NULL WHERE id = :id AND status = 'failed'";

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
      var running =
          sql.query(RUNNING_OF_LABEL, row -> row.id("id"), Params.of("label", pending.label()));
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
      if (SqlErrors.duplicate(e)) {
        return false;
      }
      throw e;
    }
  }

  static boolean isRunning(Transaction tx, String label) {
    return tx.first(RUNNING_OF_LABEL, row -> true, Params.of("label", label)).isPresent();
  }

  static boolean insert(Transaction tx, Backup pending, Optional<ReportWithDeliveries> started) {
    var report = pending.snapshot();
    tx.update(
        INSERT,
        Params.of("id", report.id())
            .and("label", report.label())
            .and("provider", report.provider())
            .and("trigger", report.trigger())
            .and("node", pending.nodeId())
            .and("created_at", report.createdAt())
            .and("updated_at", report.updatedAt())
            .and("started_at", report.startedAt()));
    DriveFileSql.insert(tx, report.driveFiles());
    started.ifPresent(told -> ReportSql.insert(tx, told));
    return true;
  }

  @Override
  public boolean dumped(Backup pending) {
    return sql.update(DUMPED, ofRun(pending).and("started_at", pending.snapshot().startedAt()))
        == 1;
  }

  @Override
  public boolean driveFileEnded(DriveFile ended, int run) {
    return sql.transaction(
        tx -> {
          if (!isPending(tx, ended.backupId(), run)) {
            return false;
          }
          DriveFileSql.end(tx, ended);
          return true;
        });
  }

  private static boolean isPending(Transaction tx, UUID id, int run) {
    return tx.first(PENDING, row -> true, Params.of("id", id).and("run", run)).isPresent();
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
    var report = ended.snapshot();
    return tx.update(
            FINISH,
            ofRun(ended)
                .and("status", report.status().word())
                .and("report", ended.reportId())
                .and("started_at", report.startedAt())
                .and("finished_at", report.finishedAt())
                .and("error", report.error()))
        == 1;
  }

  /** A run, and what it has come to so far: what its end, its dump and its reopening all write. */
  private static Params ofRun(Backup backup) {
    var report = backup.snapshot();
    return Params.of("id", report.id())
        .and("run", backup.run())
        .and("updated_at", report.updatedAt())
        .and("dump_path", report.dumpPath())
        .and("size_bytes", report.sizeBytes())
        .and("sha256", report.sha256())
        .and("warning", report.warning())
        .and(VerificationColumns.params(report.verification()));
  }

  @Override
  public Optional<BackupStatus> lastEnd(String label) {
    return sql.transaction(tx -> BackupQueries.lastEnd(tx, label));
  }

  @Override
  public Standing standing(String label) {
    return sql.transaction(tx -> StandingSql.of(tx, label));
  }

  @Override
  public List<Long> lastSizes(String label, int most) {
    return sql.transaction(tx -> BackupQueries.lastSizes(tx, label, most));
  }

  @Override
  public List<Backup> keptDumps() {
    return sql.transaction(tx -> BackupQueries.keptDumps(tx));
  }

  @Override
  public List<Backup> keptDumps(String label) {
    return sql.transaction(tx -> BackupQueries.keptDumps(tx, label));
  }

  @Override
  public void forgetDump(UUID id) {
    sql.update(FORGET_DUMP, Params.of("id", id));
  }

  @Override
  public Optional<Backup> find(UUID id) {
    return sql.transaction(tx -> BackupQueries.find(tx, id));
  }

  @Override
  public Optional<Backup> findByCopy(UUID driveFileId) {
    return sql.transaction(
        tx -> DriveFileSql.backupOf(tx, driveFileId).flatMap(id -> BackupQueries.find(tx, id)));
  }

  @Override
  public Page<Backup> list(BackupQuery query) {
    return sql.transaction(tx -> BackupQueries.page(tx, query));
  }

  @Override
  public Reopening reopen(Backup pending, Optional<ReportWithDeliveries> started) {
    try {
      return sql.transaction(tx -> reopen(tx, pending, started))
          ? Reopening.REOPENED
          : Reopening.NOT_FAILED;
    } catch (StoreException e) {
      if (SqlErrors.duplicate(e)) {
        return Reopening.ANOTHER_RUNS;
      }
      throw e;
    }
  }

  private static boolean reopen(
      Transaction tx, Backup pending, Optional<ReportWithDeliveries> started) {
    var run =
        ofRun(pending).and("node", pending.nodeId()).and("trigger", pending.snapshot().trigger());
    if (tx.update(REOPEN, run) == 0) {
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
    return sql.update(ASK_CANCEL, Params.of("id", id)) == 1;
  }

  @Override
  public List<UUID> cancelAsked(UUID nodeId) {
    return sql.query(CANCEL_ASKED, row -> row.id("id"), Params.of("node", nodeId));
  }

  @Override
  public List<Backup> pendingOf(List<UUID> nodeIds) {
    return nodeIds.isEmpty()
        ? List.of()
        : sql.transaction(tx -> BackupQueries.pendingOf(tx, nodeIds));
  }

  @Override
  public List<Backup> pendingOfUnknownNodes() {
    return sql.transaction(BackupQueries::pendingOfUnknownNodes);
  }
}
