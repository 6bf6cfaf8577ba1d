package io.backupman.core.store.engine;

import io.backupman.core.backup.Quantities;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;

/**
 * The tables of heryTz/backupman, the program whose place Backupman can take, by the columns that
 * its migrations give them.
 */
public final class LegacyTables {
  /** What people call the program. */
  public static final String PROGRAM = "heryTz/backupman";

  private static final Set<String> OF_BACKUPS =
      Set.of("id", "status", "label", "dump_path", "created_at", "updated_at");
  private static final Set<String> OF_COPIES =
      Set.of("id", "backup_id", "provider", "label", "path", "status", "created_at", "updated_at");

  /** Our own table has all the columns of the other, and this one. */
  private static final String OF_OURS = "running_label";

  private LegacyTables() {}

  /** Whether they are in the database of a connection. */
  static boolean areIn(Connection connection) throws SQLException {
    var backups = columns(connection, "backups");
    return backups.containsAll(OF_BACKUPS)
        && !backups.contains(OF_OURS)
        && columns(connection, "backup_drive_files").containsAll(OF_COPIES);
  }

  /** The names of a table's columns; none if there is no such table. */
  static Set<String> columns(Connection connection, String table) throws SQLException {
    var found = new HashSet<String>();
    try (var columns =
        connection.getMetaData().getColumns(connection.getCatalog(), null, table, "%")) {
      while (columns.next()) {
        // The name is a pattern, in which "_" stands for any letter.
        if (table.equals(columns.getString("TABLE_NAME"))) {
          found.add(columns.getString("COLUMN_NAME"));
        }
      }
    }
    return found;
  }

  /** Whether they have been taken over into this database, which may be without tables of ours. */
  public static boolean areTakenOver(Connection connection) throws SQLException {
    return !columns(connection, "taken_over").isEmpty()
        && count(connection, "taken_over WHERE program = '" + PROGRAM + "'") > 0;
  }

  /**
   * What the first start will do.
   *
   * @param from has the records
   * @param description what a sentence calls the place where they are
   */
  static Outlook outlook(Connection from, String description) throws SQLException {
    return Outlook.note(
        "%s holds records of %s: %s, taken over at the first start. Its tables stay as they are."
            .formatted(description, PROGRAM, Quantities.counted(count(from, "backups"), "backup")));
  }

  private static long count(Connection connection, String rows) throws SQLException {
    try (var statement = connection.createStatement();
        var count = statement.executeQuery("SELECT COUNT(*) FROM " + rows)) {
      count.next();
      return count.getLong(1);
    }
  }
}
