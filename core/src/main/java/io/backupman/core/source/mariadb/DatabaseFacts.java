package io.backupman.core.source.mariadb;

import io.backupman.core.source.MariaDbSettings;
import io.backupman.core.source.mariadb.sql.ServerVersion;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What has to be known of a database before it is dumped.
 *
 * @param version whose server it is on
 * @param generatedColumn a generated column of MySQL's; {@code null} if there is none
 * @param trouble a sentence if a dump could lack something without a word
 * @param versioned tables whose history the server keeps
 * @param precise those of them that keep it by transactions, not by times
 * @param momentless tables of engines without transactions, with their engines
 * @param elsewhere tables whose rows lie outside of the server's files, with their engines
 */
record DatabaseFacts(
    ServerVersion version,
    @Nullable String generatedColumn,
    Optional<String> trouble,
    List<String> versioned,
    List<String> precise,
    List<String> momentless,
    List<String> elsewhere) {
  private static final String VERSIONED =
      "SELECT table_name FROM information_schema.tables"
          + " WHERE table_schema = ? AND table_type = 'SYSTEM VERSIONED' ORDER BY table_name";

  private static final String PRECISE =
      "SELECT DISTINCT table_name FROM information_schema.columns WHERE table_schema = ?"
          + " AND generation_expression = 'ROW START' AND data_type = 'bigint' ORDER BY table_name";

  /** Of these the dump programs write no rows, or nothing at all. */
  private static final String OUTSIDE =
      "'FEDERATED', 'CONNECT', 'SPIDER', 'VP', 'OQGRAPH', 'SPHINX', 'S3'";

  private static final String NAMED =
      "SELECT CONCAT(t.table_name, ' (', t.engine, ')') FROM information_schema.tables t ";

  /** A MERGE table shows the rows of others, and a BLACKHOLE has none. */
  private static final String MOMENTLESS =
      NAMED
          + "JOIN information_schema.engines e ON e.engine = t.engine WHERE t.table_schema = ?"
          + " AND t.table_type <> 'VIEW' AND COALESCE(e.transactions, 'NO') <> 'YES'"
          + " AND UPPER(t.engine) NOT IN ('BLACKHOLE', 'MRG_MYISAM', "
          + OUTSIDE
          + ") ORDER BY t.table_name";

  private static final String ELSEWHERE =
      NAMED
          + "WHERE t.table_schema = ? AND UPPER(t.engine) IN ("
          + OUTSIDE
          + ") ORDER BY t.table_name";

  /** Asks a server. */
  static DatabaseFacts of(Connection connection, MariaDbSettings settings) throws SQLException {
    var database = settings.dbName();
    var version = ServerVersion.of(connection);
    return new DatabaseFacts(
        version,
        ServerFacts.of(connection, database).generatedColumn(),
        trouble(connection, settings),
        version.isMySql() ? List.of() : texts(connection, VERSIONED, database),
        version.isMySql() ? List.of() : texts(connection, PRECISE, database),
        texts(connection, MOMENTLESS, database),
        texts(connection, ELSEWHERE, database));
  }

  /** A sentence if a dump could lack something without a word. */
  static Optional<String> trouble(Connection connection, MariaDbSettings settings)
      throws SQLException {
    var blinkered = SessionLimits.trouble(connection);
    return blinkered.isPresent()
        ? blinkered
        : MariaDbSight.trouble(connection, settings.user(), settings.dbName());
  }

  private static List<String> texts(Connection connection, String query, String database)
      throws SQLException {
    var texts = new ArrayList<String>();
    try (var statement = connection.prepareStatement(query)) {
      statement.setString(1, database);
      try (var rows = statement.executeQuery()) {
        while (rows.next()) {
          texts.add(rows.getString(1));
        }
      }
    }
    return texts;
  }
}
