package io.backupman.core.source.mariadb;

import io.backupman.core.source.RowBounds;
import io.backupman.core.source.RowCounts;
import io.backupman.core.source.program.CancellableConnection;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The rows of a MariaDB or MySQL database.
 *
 * @param tables by name
 */
record MariaDbCount(Map<String, Table> tables) {
  /** Engines whose tables lie elsewhere, or nowhere; their rows are not dumped. */
  private static final String TABLES = // and the server's own, which change by themselves
      """
      SELECT table_name, table_type, engine FROM information_schema.tables WHERE table_schema = DATABASE()
        AND table_type IN ('BASE TABLE', 'SYSTEM VERSIONED') AND engine NOT IN ('FEDERATED',
        'MRG_MyISAM', 'MRG_ISAM', 'CONNECT', 'OQGRAPH', 'SPIDER', 'VP', 'BLACKHOLE', 'SPHINX')
        AND NOT (table_schema = 'mysql' AND table_name IN ('general_log', 'slow_log',
          'innodb_index_stats', 'innodb_table_stats', 'gtid_executed', 'gtid_slave_pos'))""";

  private static final String ALL_TIMES = " FOR SYSTEM_TIME ALL";

  /** A table as the server counts it. */
  record Table(long rows, boolean isInnoDb) {}

  /**
   * Counts.
   *
   * @param history whether the history of system-versioned tables counts too
   */
  static MariaDbCount of(CancellableConnection session, boolean history)
      throws SQLException, InterruptedException {
    var tables = new TreeMap<String, Table>();
    for (var table : session.rows(TABLES)) {
      var name = table.getFirst();
      boolean isVersioned = history && table.get(1).equals("SYSTEM VERSIONED");
      var quoted = "`" + name.replace("`", "``") + "`";
      tables.put(
          name,
          new Table(
              session.number("SELECT COUNT(*) FROM " + quoted + (isVersioned ? ALL_TIMES : "")),
              table.getLast().toLowerCase(Locale.ROOT).equals("innodb")));
    }
    return new MariaDbCount(tables);
  }

  RowCounts rows() {
    return new RowCounts(
        tables.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, table -> table.getValue().rows())));
  }

  /**
   * What a dump that was made between this count and a later one has to hold. The dump sees one
   * moment in between, in which a table may have had more or fewer rows than at either end; but no
   * more than were inserted and deleted.
   *
   * @param changes those on the server from before this count until after the later one
   */
  RowBounds until(MariaDbCount later, MariaDbChanges changes) {
    var bounds = new TreeMap<String, RowBounds.Bounds>();
    tables.forEach(
        (name, table) -> {
          var after = later.tables.get(name);
          if (after != null) {
            long slack = table.isInnoDb && after.isInnoDb ? changes.inInnoDb() : changes.anywhere();
            bounds.put(
                name,
                new RowBounds.Bounds(
                    Math.max(0, Math.min(table.rows, after.rows) - slack),
                    Math.max(table.rows, after.rows) + slack));
          }
        });
    return new RowBounds(bounds);
  }
}
