package io.backupman.core.store;

import io.backupman.core.backup.Backup;
import io.backupman.core.store.engine.TableNames;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Writes backups that have ended elsewhere, many with one statement.
 *
 * @param connection where to
 * @param names how the tables are called there
 */
record LegacyRows(Connection connection, TableNames names) {
  private static final String BACKUP =
      """
      INSERT INTO backups (id, label, status, provider, started_by, node_id, created_at, updated_at,
        started_at, finished_at, dump_path, error)
      VALUES (:id, :label, :status, :provider, :trigger, :node, :created_at, :updated_at,
        :started_at, :finished_at, :dump_path, :error)""";

  void insert(List<Backup> ended) throws SQLException {
    insert(BACKUP, ended.stream().map(LegacyRows::row).toList());
    insert(
        DriveFileSql.INSERT,
        ended.stream().flatMap(b -> DriveFileSql.rows(b.driveFiles()).stream()).toList());
  }

  private static Params row(Backup backup) {
    var report = backup.snapshot();
    return Params.of("id", report.id())
        .and("label", report.label())
        .and("status", report.status().word())
        .and("provider", report.provider())
        .and("trigger", report.trigger())
        .and("node", backup.nodeId())
        .and("created_at", report.createdAt())
        .and("updated_at", report.updatedAt())
        .and("started_at", report.startedAt())
        .and("finished_at", report.finishedAt())
        .and("dump_path", report.dumpPath())
        .and("error", report.error());
  }

  void insert(String sql, List<Params> rows) throws SQLException {
    if (rows.isEmpty()) {
      return;
    }
    try (var statement = BoundSql.ofRows(names.in(sql), rows).prepare(connection)) {
      statement.executeUpdate();
    }
  }
}
