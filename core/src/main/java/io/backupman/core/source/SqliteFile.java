package io.backupman.core.source;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteConfig;

/**
 * A SQLite database's file, to be read. An interrupt ends what runs with an error of SQLite's.
 *
 * @param path where it is
 * @param heartbeat is run while SQLite works
 */
record SqliteFile(Path path, Runnable heartbeat) {
  /** Short, since nothing can interrupt SQLite while it waits for a lock. */
  private static final int LOCK_WAIT_MILLIS = 1_000;

  /** Some milliseconds' work for SQLite's machine. */
  private static final int STEPS_PER_HEARTBEAT = 20_000;

  /** Virtual tables hold nothing themselves, and need their modules. */
  private static final String TABLES =
      """
      SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
        AND sql NOT LIKE 'CREATE VIRTUAL %'""";

  /** Read-only, so that nothing is made where there is nothing. */
  Connection open() throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(true);
    config.setBusyTimeout(LOCK_WAIT_MILLIS);
    String url = "jdbc:sqlite:" + path.toAbsolutePath().normalize().toUri().toASCIIString();
    Connection connection = config.createConnection(url);
    ProgressHandler.setHandler(connection, STEPS_PER_HEARTBEAT, new Pulse());
    return connection;
  }

  /** What SQLite says of it: {@code ok} if it is whole. */
  String verdict() throws SQLException {
    try (Connection connection = open();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("PRAGMA integrity_check(1)")) {
      return rows.next() ? rows.getString(1) : "no answer";
    }
  }

  RowCounts counts() throws SQLException {
    try (Connection connection = open();
        Statement statement = connection.createStatement()) {
      Map<String, Long> counts = new TreeMap<>();
      for (String table : tables(statement)) {
        counts.put(table, rows(statement, table));
      }
      return new RowCounts(counts);
    }
  }

  private static List<String> tables(Statement statement) throws SQLException {
    List<String> names = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery(TABLES)) {
      while (rows.next()) {
        names.add(rows.getString(1));
      }
    }
    return names;
  }

  private static long rows(Statement statement, String table) throws SQLException {
    String sql = "SELECT count(*) FROM \"" + table.replace("\"", "\"\"") + "\"";
    try (ResultSet rows = statement.executeQuery(sql)) {
      return rows.getLong(1);
    }
  }

  /** Called by SQLite in the thread that works; anything but 0 stops the statement. */
  private final class Pulse extends ProgressHandler {
    @Override
    protected int progress() {
      heartbeat.run();
      return Thread.currentThread().isInterrupted() ? 1 : 0;
    }
  }
}
