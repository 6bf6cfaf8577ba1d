package io.backupman.core.store.engine;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** A database of its own in this process's memory, which is made with all its tables. */
public record MigratedMemory(DatabaseLocation memory) implements H2Location {

  /** Not made yet. */
  public MigratedMemory() {
    this(new MemoryLocation());
  }

  @Override
  public String url() {
    return memory.url();
  }

  @Override
  public String description() {
    return memory.description();
  }

  @Override
  public Connection first() {
    var connection = memory.first();
    try (var statement = connection.createStatement()) {
      for (var sql : Script.MADE) {
        statement.execute(sql);
      }
      return connection;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void beforeClose(Connection connection) throws SQLException {
    memory.beforeClose(connection);
  }

  /** What makes the tables, as H2 tells it of a database that had all migrations. */
  private static final class Script {
    static final List<String> MADE = make();

    private static List<String> make() {
      var memory = new MemoryLocation();
      var script = new ArrayList<String>();
      try (var connection = memory.first();
          var statement = connection.createStatement()) {
        Migrations.run(memory, TableNames.USUAL);
        try (var rows = statement.executeQuery("SCRIPT")) {
          while (rows.next()) {
            script.add(rows.getString(1));
          }
        }
        memory.beforeClose(connection);
        return script;
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
