package io.backupman.core.source.postgres;

import io.backupman.core.source.program.CancellableConnection;
import java.sql.SQLException;
import java.util.Set;

/**
 * How a PostgreSQL database encodes and sorts.
 *
 * @param encoding such as {@code UTF8}
 * @param collation how it sorts
 * @param characters what counts as a letter
 */
record PostgresLocale(String encoding, String collation, String characters) {
  private static final String OF_THIS =
      """
      SELECT pg_catalog.pg_encoding_to_char(encoding), datcollate, datctype
      FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database()""";

  /** Invalid parameter value, wrong object type: there is no such locale. */
  private static final Set<String> UNKNOWN = Set.of("22023", "42809");

  static PostgresLocale of(CancellableConnection session)
      throws SQLException, InterruptedException {
    var row = session.rows(OF_THIS).getFirst();
    return new PostgresLocale(row.get(0), row.get(1), row.get(2));
  }

  /** Whether a server does not know a locale. */
  static boolean isUnknown(SQLException e) {
    return UNKNOWN.contains(String.valueOf(e.getSQLState()));
  }

  /** For a database that is made. */
  String clause() {
    return clause(collation, characters);
  }

  /** The same with a locale that every server has, for every encoding. */
  String plainClause() {
    return clause("C", "C");
  }

  private String clause(String collate, String letters) {
    return " TEMPLATE template0 ENCODING %s LC_COLLATE %s LC_CTYPE %s"
        .formatted(quoted(encoding), quoted(collate), quoted(letters));
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
