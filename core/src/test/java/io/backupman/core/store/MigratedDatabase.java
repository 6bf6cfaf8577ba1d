package io.backupman.core.store;

import io.backupman.core.store.engine.DatabaseSettings;
import io.backupman.core.store.engine.MigratedMemory;
import io.backupman.core.testing.MariaDbServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Opens new databases that have their tables already: one of each kind is migrated in a JVM, and
 * the others are made like it, which takes a tenth of the time.
 */
public final class MigratedDatabase {
  private MigratedDatabase() {}

  /** Opens one in memory. */
  public static Database open() {
    return Database.open(new MigratedMemory());
  }

  /** Opens the one that the settings tell of, which is not there yet or has no tables. */
  static Database open(DatabaseSettings settings) {
    return switch (settings) {
      case DatabaseSettings.Memory memory -> open();
      case DatabaseSettings.Embedded embedded -> {
        copy(embedded.path());
        yield Database.open(embedded);
      }
      case DatabaseSettings.Server server -> {
        fill(server.dbName());
        yield Database.open(server);
      }
    };
  }

  private static void copy(Path path) {
    try {
      var file = path.resolveSibling(path.getFileName() + ".mv.db");
      if (Files.notExists(file)) {
        Files.createDirectories(path.getParent());
        Files.copy(EmbeddedTemplate.FILE, file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void fill(String database) {
    try (var connection = MariaDbServer.shared().open(database);
        var statement = connection.createStatement()) {
      for (var sql : ServerTemplate.SCRIPT) {
        statement.addBatch(sql);
      }
      statement.executeBatch();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static final class EmbeddedTemplate {
    static final Path FILE = make();

    private static Path make() {
      var settings = Databases.file();
      Database.open(settings).close();
      return settings.path().resolveSibling(settings.path().getFileName() + ".mv.db");
    }
  }

  private static final class ServerTemplate {
    static final List<String> SCRIPT = make();

    private static List<String> make() {
      var settings = Databases.mariaDb();
      Database.open(settings).close();
      var script = new ArrayList<String>();
      script.add("SET FOREIGN_KEY_CHECKS = 0");
      try (var connection = MariaDbServer.shared().open(settings.dbName())) {
        for (var table : column(connection, "SHOW TABLES", 1)) {
          script.addAll(column(connection, "SHOW CREATE TABLE " + table, 2));
        }
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
      script.add(
          "INSERT INTO flyway_schema_history SELECT * FROM %s.flyway_schema_history"
              .formatted(settings.dbName()));
      return script;
    }

    private static List<String> column(Connection connection, String query, int number)
        throws SQLException {
      var values = new ArrayList<String>();
      try (var statement = connection.createStatement();
          var rows = statement.executeQuery(query)) {
        while (rows.next()) {
          values.add(rows.getString(number));
        }
      }
      return values;
    }
  }
}
