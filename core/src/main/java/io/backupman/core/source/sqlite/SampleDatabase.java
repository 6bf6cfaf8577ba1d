package io.backupman.core.source.sqlite;

import io.backupman.core.source.SourceException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.sqlite.SQLiteDataSource;

/** A small SQLite database to try a backup with. */
public final class SampleDatabase {
  private SampleDatabase() {}

  /**
   * Makes the database with a thousand orders in it.
   *
   * @param file where; must not be there yet
   * @throws SourceException with a sentence if it cannot be written
   */
  public static void create(Path file) {
    var database = new SQLiteDataSource();
    database.setUrl("jdbc:sqlite:" + file);
    try (var connection = database.getConnection();
        var statement = connection.createStatement()) {
      statement.executeUpdate(
          "CREATE TABLE orders (id INTEGER PRIMARY KEY, customer TEXT NOT NULL, cents INTEGER"
              + " NOT NULL)");
      statement.executeUpdate(
          """
          WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)
          INSERT INTO orders SELECT i, 'Customer ' || (i % 97), (i * 7919) % 100000 FROM n
          """);
    } catch (SQLException e) {
      throw new SourceException("The sample database " + file + " could not be written.", e);
    }
  }
}
