package io.backupman.core.store;

import io.backupman.core.testing.MariaDbServer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * What a query costs, as MariaDB counts and explains it; its general log must be on, in a table.
 *
 * @param rows how many rows are touched
 * @param indexes the indexes that rows are found with, each after its table
 */
record QueryCost(long rows, Set<String> indexes) {
  private static final String STATEMENTS =
      """
      SELECT DISTINCT argument FROM mysql.general_log
      WHERE argument REGEXP '^(SELECT|UPDATE|DELETE) '
        AND argument REGEXP '[[:space:]](FROM|SET)[[:space:]]'
        AND argument NOT LIKE '%_schema.%' AND argument NOT LIKE '%general_log%'""";

  /** A second index that what was found is compared with. */
  private static final Pattern FILTER = Pattern.compile("\\|.*");

  /** The names that statements give them. */
  private static final Map<String, String> TABLES =
      Map.of("b", "backups", "r", "reports", "d", "deliveries", "n", "nodes");

  /** What it costs to do some work once. */
  static QueryCost of(MariaDbServer server, String name, Database database, Consumer<Database> work)
      throws SQLException {
    var before = rowsRead(server);
    var counting = rowsRead(server) - before;
    execute(server, "TRUNCATE mysql.general_log");
    var begun = rowsRead(server);
    work.accept(database);
    return new QueryCost(rowsRead(server) - begun - counting, indexesUsed(server, name));
  }

  private static long rowsRead(MariaDbServer server) throws SQLException {
    return Long.parseLong(
        column(
                server,
                """
                SELECT SUM(variable_value) FROM information_schema.global_status
                WHERE variable_name LIKE 'Handler_read%' OR variable_name = 'Sort_rows'""")
            .getFirst());
  }

  /** As the server explains the statements that it has just carried out. */
  private static Set<String> indexesUsed(MariaDbServer server, String name) throws SQLException {
    var statements = column(server, STATEMENTS);
    var used = new TreeSet<String>();
    try (var connection = server.open(name);
        var statement = connection.createStatement()) {
      for (var sql : statements) {
        try (var plan = statement.executeQuery("EXPLAIN " + sql)) {
          while (plan.next()) {
            foundWith(plan).ifPresent(used::add);
          }
        }
      }
    }
    return used;
  }

  private static Optional<String> foundWith(ResultSet plan) throws SQLException {
    var name = plan.getString("table");
    if (name == null) {
      return Optional.empty(); // a row that is looked up by its key, and is not there
    }
    var index = plan.getString("key");
    var table = TABLES.getOrDefault(name, name);
    if (index != null) {
      return Optional.of(table + "." + FILTER.matcher(index).replaceFirst(""));
    }
    return "ALL".equals(plan.getString("type")) ? Optional.of(table) : Optional.empty();
  }

  private static List<String> column(MariaDbServer server, String sql) throws SQLException {
    try (var connection = server.open("");
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      var column = new ArrayList<String>();
      while (rows.next()) {
        column.add(rows.getString(1));
      }
      return column;
    }
  }

  static void execute(MariaDbServer server, String sql) throws SQLException {
    try (var connection = server.open("");
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
