package io.backupman.core.source.mariadb;

import io.backupman.core.source.mariadb.sql.ServerVersion;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * What has to be known of a server before one of its databases is dumped.
 *
 * @param isMySql whether it is MySQL's, not MariaDB's
 * @param generatedColumn a generated column of the database, such as {@code person.upper_name};
 *     {@code null} if there is none
 */
record ServerFacts(boolean isMySql, @Nullable String generatedColumn) {
  private static final String GENERATED =
      """
      SELECT CONCAT(table_name, '.', column_name) FROM information_schema.columns
      WHERE table_schema = ? AND generation_expression <> ''
      ORDER BY table_name, ordinal_position LIMIT 1""";

  /** Asks a server. */
  static ServerFacts of(Connection connection, String database) throws SQLException {
    boolean isMySql = isMySql(connection);
    return new ServerFacts(isMySql, isMySql ? generatedColumn(connection, database) : null);
  }

  static boolean isMySql(Connection connection) throws SQLException {
    return ServerVersion.of(connection).isMySql();
  }

  private static @Nullable String generatedColumn(Connection connection, String database)
      throws SQLException {
    try (var query = connection.prepareStatement(GENERATED)) {
      query.setString(1, database);
      try (var first = query.executeQuery()) {
        return first.next() ? first.getString(1) : null;
      }
    }
  }
}
