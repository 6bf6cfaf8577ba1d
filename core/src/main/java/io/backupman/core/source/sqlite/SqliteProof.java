package io.backupman.core.source.sqlite;

import java.sql.SQLException;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What SQLite says of a copy. What needs something that only the application has (a collation, a
 * function) cannot be looked at without it, which is said.
 *
 * @param verdict {@code ok} if the file is whole
 * @param warnings what could not be proven, a sentence each
 */
record SqliteProof(String verdict, List<String> warnings) {
  private static final int ERROR = 1;

  /** What SQLite misses, as it says in brackets. */
  private static final Pattern REASON = Pattern.compile("\\(([^()]{1,200})\\)$");

  static SqliteProof of(SqliteFile file) throws SQLException {
    try {
      return new SqliteProof(file.verdict("integrity_check(1)"), List.of());
    } catch (SQLException e) {
      if (!needsApplication(e)) {
        throw e;
      }
      return withoutIndexes(file, e);
    }
  }

  private static SqliteProof withoutIndexes(SqliteFile file, SQLException missing)
      throws SQLException {
    try {
      return new SqliteProof(
          file.verdict("quick_check(1)"),
          List.of(
              "The pages of the copy were checked, but its indexes could not be compared with their"
                  + " tables, as that takes something of the application's own ("
                  + reason(missing)
                  + ")."));
    } catch (SQLException e) {
      if (!needsApplication(e)) {
        throw e;
      }
      return new SqliteProof(
          "ok",
          List.of(
              "The copy was made page by page, but could not be checked, as that takes something of"
                  + " the application's own ("
                  + reason(e)
                  + "): restore a backup with the application itself."));
    }
  }

  /** Whether a statement takes something that the application brings along. */
  static boolean needsApplication(SQLException e) {
    return (e.getErrorCode() & 0xff) == ERROR;
  }

  static String reason(SQLException e) {
    var said = REASON.matcher(String.valueOf(e.getMessage()));
    return said.find() ? said.group(1) : "SQLite did not say what";
  }
}
