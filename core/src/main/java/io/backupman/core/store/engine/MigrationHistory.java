package io.backupman.core.store.engine;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * What Flyway records of the migrations that a database has had. Where these are all, Flyway itself
 * need not be loaded, which takes most of the time in which a command opens a database.
 */
final class MigrationHistory {
  /** All migrations as Flyway records them under the usual names: version and checksum. */
  static final List<String> ALL =
      List.of(
          "1 614683068",
          "2 -393916789",
          "3 300474752",
          "4 -568102470",
          "5 510606882",
          "6 -2111917338",
          "7 -842606781",
          "8 777558478",
          "9 -713507282",
          "10 -119627220",
          "11 301148183",
          "12 1580004286",
          "13 343308172",
          "14 1105682314",
          "15 1053107332",
          "16 -1869881848");

  static final String TABLE = "flyway_schema_history";

  /**
   * A row without a version says that Flyway made the schema; a baseline, that there was a table
   * before, as on a cluster that of {@link ClusterTurn}.
   */
  private static final String RECORDED =
      """
      SELECT version, checksum, success FROM %s WHERE version IS NOT NULL AND type <> 'BASELINE'
      ORDER BY installed_rank"""
          .formatted(TABLE);

  private MigrationHistory() {}

  /**
   * Whether the database has had all migrations, unchanged, and nothing else. If not, or if that
   * cannot be told, Flyway knows what is to be done or said.
   */
  static boolean isComplete(Connection connection) {
    try {
      return isThere(connection) && ALL.equals(recorded(connection));
    } catch (SQLException e) {
      return false;
    }
  }

  /** Asked first, since H2 writes failed statements to a file. */
  private static boolean isThere(Connection connection) throws SQLException {
    try (var tables =
        connection.getMetaData().getTables(connection.getCatalog(), null, TABLE, null)) {
      return tables.next();
    }
  }

  static List<String> recorded(Connection connection) throws SQLException {
    var recorded = new ArrayList<String>();
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(RECORDED)) {
      while (rows.next()) {
        var migration = rows.getString("version") + " " + rows.getInt("checksum");
        recorded.add(rows.getBoolean("success") ? migration : migration + " failed");
      }
    }
    return recorded;
  }
}
