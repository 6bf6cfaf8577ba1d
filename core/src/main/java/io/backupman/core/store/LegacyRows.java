package io.backupman.core.store;

import io.backupman.core.backup.Backup;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

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
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";

  void insert(List<Backup> ended) throws SQLException {
    var copies = new ArrayList<@Nullable Object[]>();
    for (var backup : ended) {
      var files = backup.driveFiles();
      for (var place = 0; place < files.size(); place++) {
        copies.add(DriveFileSql.values(files.get(place), place));
      }
    }
    insert(BACKUP, ended.stream().map(LegacyRows::values).toList());
    insert(DriveFileSql.INSERT, copies);
  }

  private static @Nullable Object[] values(Backup backup) {
    var report = backup.report();
    return new @Nullable Object[] {
      report.id(),
      report.label(),
      report.status().word(),
      report.provider(),
      report.trigger(),
      backup.nodeId(),
      report.createdAt(),
      report.updatedAt(),
      report.startedAt(),
      report.finishedAt(),
      report.dumpPath(),
      report.error()
    };
  }

  /** The statement ends with the question marks of one row. */
  private void insert(String ofOne, List<@Nullable Object[]> rows) throws SQLException {
    if (rows.isEmpty()) {
      return;
    }
    var more = ", " + ofOne.substring(ofOne.lastIndexOf('('));
    var statementOfAll = names.in(ofOne) + more.repeat(rows.size() - 1);
    try (var statement = connection.prepareStatement(statementOfAll)) {
      var index = 0;
      for (var row : rows) {
        for (var value : row) {
          statement.setObject(++index, converted(value));
        }
      }
      statement.executeUpdate();
    }
  }

  private static @Nullable Object converted(@Nullable Object value) {
    if (value instanceof Instant time) {
      return Times.utc(time);
    }
    return value instanceof UUID id ? id.toString() : value;
  }
}
