package io.backupman.core.source.mariadb;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Settings of a MariaDB or MySQL server that make every session see less than there is, and so the
 * dump program too, which cannot be told to set them otherwise.
 */
final class SessionLimits {
  private static final int UNKNOWN_VARIABLE = 1193;

  /** What it is by default where numbers are short; longer ones are larger. */
  private static final String NO_LIMIT = "4294967295";

  private SessionLimits() {}

  /** A sentence if a session as the server begins it does not see all rows. */
  static Optional<String> trouble(Connection connection) throws SQLException {
    if (is(connection, "@@SESSION.sql_select_limit < " + NO_LIMIT)) {
      return trouble("sql_select_limit", "rows beyond that limit");
    }
    if (is(connection, "@@SESSION.system_versioning_asof <> 'DEFAULT'")) {
      return trouble("system_versioning_asof", "rows that are newer than that time");
    }
    return Optional.empty();
  }

  private static Optional<String> trouble(String variable, String rows) {
    return Optional.of(
        "The server begins sessions with %s set, so the dump would lack %s without a word: let an administrator run SET GLOBAL %s = DEFAULT, and look into init_connect."
            .formatted(variable, rows, variable));
  }

  private static boolean is(Connection connection, String condition) throws SQLException {
    try (var statement = connection.createStatement();
        var row = statement.executeQuery("SELECT " + condition)) {
      return row.next() && row.getBoolean(1);
    } catch (SQLException e) {
      if (e.getErrorCode() == UNKNOWN_VARIABLE) {
        return false;
      }
      throw e;
    }
  }
}
