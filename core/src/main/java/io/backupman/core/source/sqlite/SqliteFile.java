package io.backupman.core.source.sqlite;

import io.backupman.core.source.RowCounts;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.core.DB;

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

  private static final int PAGES_AT_ONCE = 1_000;
  private static final int SLEEP_MILLIS = 100;
  private static final int MOST_SLEEPS = 300;

  /** Virtual tables hold nothing themselves, and need their modules. */
  private static final String TABLES =
      """
      SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
        AND sql NOT LIKE 'CREATE VIRTUAL %'""";

  /** Read-only, so that nothing is made where there is nothing. */
  Connection open() throws SQLException {
    var config = new SQLiteConfig();
    config.setReadOnly(true);
    config.setBusyTimeout(LOCK_WAIT_MILLIS);
    var connection = config.createConnection(url(path));
    ProgressHandler.setHandler(connection, STEPS_PER_HEARTBEAT, new Pulse());
    return connection;
  }

  /**
   * What SQLite says of it: {@code ok} if it is whole. Whether rows keep the tables' conditions is
   * the application's business.
   *
   * @param check the pragma that looks
   */
  String verdict(String check) throws SQLException {
    try (var connection = open();
        var statement = connection.createStatement()) {
      statement.execute("PRAGMA ignore_check_constraints = ON");
      try (var rows = statement.executeQuery("PRAGMA " + check)) {
        return rows.next() ? rows.getString(1) : "no answer";
      }
    }
  }

  /**
   * Copies it page by page, as it is at one time, whatever its schema needs.
   *
   * @param copy an empty file
   * @throws SQLException if it failed
   */
  void backUpInto(Path copy) throws SQLException {
    try (var connection = open();
        var statement = connection.createStatement()) {
      connection.setAutoCommit(false); // One transaction, or each writer makes it begin anew.
      statement.executeQuery("SELECT count(*) FROM sqlite_master").close();
      DB.ProgressObserver observer = (remaining, pages) -> heartbeat.run();
      int code =
          connection
              .unwrap(SQLiteConnection.class)
              .getDatabase()
              .backup("main", copy.toString(), observer, SLEEP_MILLIS, MOST_SLEEPS, PAGES_AT_ONCE);
      if (code != SQLiteErrorCode.SQLITE_OK.code) {
        throw new SQLException("the online backup failed", null, code);
      }
    }
    keepInOneFile(copy);
  }

  /** Without a WAL beside it, as others have to be able to read the copy alone. */
  static void keepInOneFile(Path copy) throws SQLException {
    try (var connection = new SQLiteConfig().createConnection(url(copy));
        var statement = connection.createStatement()) {
      statement.executeQuery("SELECT count(*) FROM sqlite_master").close();
      statement.execute("PRAGMA journal_mode = DELETE");
    }
  }

  private static String url(Path path) {
    return "jdbc:sqlite:" + path.toAbsolutePath().normalize().toUri().toASCIIString();
  }

  RowCounts counts() throws SQLException {
    try (var connection = open();
        var statement = connection.createStatement()) {
      var counts = new TreeMap<String, Long>();
      for (var table : tables(statement)) {
        count(statement, table, counts);
      }
      return new RowCounts(counts);
    }
  }

  private static List<String> tables(Statement statement) throws SQLException {
    var names = new ArrayList<String>();
    try (var rows = statement.executeQuery(TABLES)) {
      while (rows.next()) {
        names.add(rows.getString(1));
      }
    }
    return names;
  }

  /** A table that is kept by a key of the application's own order cannot be counted without it. */
  private static void count(Statement statement, String table, Map<String, Long> counts)
      throws SQLException {
    try {
      counts.put(table, rows(statement, table));
    } catch (SQLException e) {
      if (!SqliteProof.needsApplication(e)) {
        throw e;
      }
    }
  }

  private static long rows(Statement statement, String table) throws SQLException {
    var sql = "SELECT count(*) FROM \"" + table.replace("\"", "\"\"") + "\" NOT INDEXED";
    try (var rows = statement.executeQuery(sql)) {
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
