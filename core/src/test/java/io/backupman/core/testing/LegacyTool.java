package io.backupman.core.testing;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A database as heryTz/backupman has it after its first start, to be filled as that program does.
 * Tables, columns, types and defaults are those that its migrations make.
 */
public final class LegacyTool implements AutoCloseable {
  private static final String INNODB =
      " ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

  private final Connection connection;

  private LegacyTool(Connection connection) {
    this.connection = connection;
  }

  /** In a database of a server. */
  public static LegacyTool onServer(MariaDbServer server, String database) {
    try {
      var tool = new LegacyTool(server.open(database));
      tool.run("SET time_zone = '+00:00'");
      // What comes of a column that is a TIMESTAMP only depends on the server, as it does there.
      tool.make(
          "VARCHAR(36)", "VARCHAR(50)", "VARCHAR(255)", " ON UPDATE CURRENT_TIMESTAMP", INNODB);
      tool.run(
          "CREATE TABLE backupman_migrations (version VARCHAR(255) NOT NULL,"
              + " created_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP)");
      tool.run("INSERT INTO backupman_migrations (version) VALUES ('1')");
      return tool;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** In an SQLite file. */
  public static LegacyTool inFile(Path file) {
    try {
      var tool = new LegacyTool(DriverManager.getConnection("jdbc:sqlite:" + file));
      tool.make("TEXT", "TEXT", "TEXT", "", "");
      tool.run(
          "CREATE TABLE backupman_migrations (version TEXT NOT NULL,"
              + " created_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP)");
      tool.run("INSERT INTO backupman_migrations (version) VALUES ('1')");
      return tool;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void make(String id, String word, String path, String onUpdate, String options) {
    var times =
        "created_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP, updated_at TIMESTAMP" + onUpdate;
    run(
        "CREATE TABLE backups (id %1$s PRIMARY KEY, status %2$s NOT NULL, label %2$s NOT NULL, dump_path %3$s, %4$s)"
                .formatted(id, word, path, times)
            + options);
    run(
        "CREATE TABLE backup_drive_files (id %1$s PRIMARY KEY, backup_id %1$s NOT NULL, provider %2$s NOT NULL, label %2$s NOT NULL, path %3$s, status %2$s NOT NULL, %4$s, FOREIGN KEY (backup_id) REFERENCES backups (id) ON DELETE CASCADE)"
                .formatted(id, word, path, times)
            + options);
  }

  /** The time by the database. */
  public Instant now() {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT CAST(CURRENT_TIMESTAMP AS CHAR(40))")) {
      rows.next();
      return TIME.parse(rows.getString(1), Instant::from);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Records a backup, and returns its identifier. */
  public String backup(String label, String status, Instant at) {
    return backup(label, status, at, "");
  }

  /** Records a backup whose dump is still there. */
  public String backup(String label, String status, Instant at, String dumpPath) {
    var id = UUID.randomUUID().toString();
    run(
        "INSERT INTO backups (id, status, label, dump_path, created_at) VALUES (?, ?, ?, ?, ?)",
        id,
        status,
        label,
        dumpPath,
        TIME.format(at));
    return id;
  }

  /** Records a copy, and returns its identifier. */
  public String copy(
      String backupId, String provider, String label, String status, @Nullable String path) {
    var id = UUID.randomUUID().toString();
    run(
        "INSERT INTO backup_drive_files (id, backup_id, provider, label, path, status, created_at)"
            + " SELECT ?, id, ?, ?, ?, ?, created_at FROM backups WHERE id = ?",
        id,
        provider,
        label,
        path == null ? "" : path,
        status,
        backupId);
    return id;
  }

  /** Notes when a backup's record changed last. */
  public void updated(String backupId, Instant at) {
    run("UPDATE backups SET updated_at = ? WHERE id = ?", TIME.format(at), backupId);
  }

  /** Records much in one transaction, which is faster. */
  public void together(Runnable records) {
    try {
      connection.setAutoCommit(false);
      records.run();
      connection.setAutoCommit(true);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Carries out a statement. */
  public void run(String sql, @Nullable String... values) {
    try (var statement = connection.prepareStatement(sql)) {
      for (var i = 0; i < values.length; i++) {
        statement.setString(i + 1, values[i]);
      }
      statement.execute();
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** How many rows a table of the same database has. */
  public long count(String table) {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT COUNT(*) FROM " + table)) {
      rows.next();
      return rows.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(table, e);
    }
  }

  /** All that lies in its tables. */
  public Map<String, List<String>> rows() {
    var found = new TreeMap<String, List<String>>();
    try (var statement = connection.createStatement()) {
      for (var table : List.of("backups", "backup_drive_files", "backupman_migrations")) {
        found.put(table, rows(statement, table));
      }
      return found;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> rows(Statement statement, String table) throws SQLException {
    var found = new ArrayList<String>();
    try (var rows = statement.executeQuery("SELECT * FROM " + table + " ORDER BY 1")) {
      var columns = rows.getMetaData().getColumnCount();
      while (rows.next()) {
        var row = new ArrayList<@Nullable String>();
        for (var i = 1; i <= columns; i++) {
          row.add(rows.getString(i));
        }
        found.add(row.toString());
      }
    }
    return found;
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
