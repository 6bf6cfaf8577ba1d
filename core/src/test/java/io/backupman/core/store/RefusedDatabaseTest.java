package io.backupman.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.backupman.core.store.engine.DatabaseLocation;
import io.backupman.core.store.engine.DatabaseSettings;
import io.backupman.core.store.engine.OtherVersions;
import io.backupman.core.store.engine.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Databases that a program must not use: each is refused in a sentence, as often as it is opened,
 * and nothing is written into it.
 */
class RefusedDatabaseTest {
  private static final String NEWEST = OtherVersions.ofSchema().getLast();

  @ParameterizedTest
  @MethodSource("io.backupman.core.store.Databases#shared")
  void onesThatANewerProgramHasUpgraded(DatabaseSettings settings) throws SQLException {
    for (var version : List.of("99", "100")) {
      for (var success : List.of(true, false)) {
        OtherVersions.upgrade(migrated(settings), version, success);

        assertRefused(
            settings,
            " was upgraded by a newer Backupman: its schema has version "
                + version
                + ", and this program knows "
                + NEWEST
                + ". Start the newer Backupman again, or restore Backupman's own database from"
                + " before the upgrade.");

        change(settings, "DELETE FROM flyway_schema_history WHERE installed_rank = 99");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.backupman.core.store.Databases#shared")
  void onesWhoseUpgradeHasFailed(DatabaseSettings settings) throws SQLException {
    change(
        migrated(settings),
        "UPDATE flyway_schema_history SET success = FALSE WHERE version = '" + NEWEST + "'");

    assertRefused(
        settings,
        " was left unfinished by an upgrade that failed at schema version "
            + NEWEST
            + ". Restore Backupman's own database from before the upgrade");
  }

  @ParameterizedTest
  @MethodSource("io.backupman.core.store.Databases#shared")
  void onesThatHaveHadAnotherScript(DatabaseSettings settings) throws SQLException {
    change(
        migrated(settings),
        "UPDATE flyway_schema_history SET checksum = checksum + 1 WHERE version = '3'");

    assertRefused(
        settings,
        " cannot be used: its table flyway_schema_history is not as this Backupman left it"
            + " (version 3 is another one). If the database belongs to something else, give"
            + " Backupman a database of its own; else restore Backupman's own database from a copy.");
  }

  @ParameterizedTest
  @MethodSource("io.backupman.core.store.Databases#shared")
  void onesWhoseHistoryHasAGap(DatabaseSettings settings) throws SQLException {
    change(migrated(settings), "DELETE FROM flyway_schema_history WHERE version = '4'");

    assertRefused(settings, "(version 4 is missing)");
  }

  @ParameterizedTest
  @MethodSource("io.backupman.core.store.Databases#shared")
  void onesWhoseHistoryIsEmptyThoughThereAreTables(DatabaseSettings settings) throws SQLException {
    change(migrated(settings), "DELETE FROM flyway_schema_history");

    assertRefused(settings, "(it is empty, though there are tables: attempts, ");
  }

  @ParameterizedTest
  @MethodSource("io.backupman.core.store.Databases#shared")
  void onesOfSomethingElse(DatabaseSettings settings) throws SQLException {
    change(settings, "CREATE TABLE theirs (id INT)");

    assertRefused(settings, " holds tables of something else", "a database of its own.");
  }

  @ParameterizedTest
  @MethodSource("io.backupman.core.store.Databases#shared")
  void onesOfSomethingElseThatIsMigratedByTheSameLibrary(DatabaseSettings settings)
      throws SQLException {
    change(
        migrated(settings), "UPDATE flyway_schema_history SET version = CONCAT('2024.', version)");

    assertRefused(settings, "(version 1 is missing)", "give Backupman a database of its own");
  }

  private static DatabaseSettings migrated(DatabaseSettings settings) {
    Database.open(settings).close();
    return settings;
  }

  private static void assertRefused(DatabaseSettings settings, String... words)
      throws SQLException {
    var before = contents(settings);
    for (var i = 0; i < 2; i++) {
      assertThatThrownBy(() -> Database.open(settings))
          .isInstanceOf(StoreException.class)
          .hasMessageStartingWith("The ")
          .hasMessageContainingAll(words)
          .hasMessageNotContainingAny("\n", "Flyway", "migrat");
    }
    assertThat(contents(settings)).isEqualTo(before);
    if (settings instanceof DatabaseSettings.Server) {
      assertThat(Database.outlook(settings).refusal().orElse("")).contains(words);
    }
  }

  /** All tables with their columns, and the rows of those that a start writes to. */
  private static List<String> contents(DatabaseSettings settings) throws SQLException {
    var contents = new ArrayList<String>();
    try (var connection = DatabaseLocation.of(settings).first();
        var columns =
            connection.getMetaData().getColumns(connection.getCatalog(), null, "%", "%")) {
      while (columns.next()) {
        contents.add(columns.getString("TABLE_NAME") + "." + columns.getString("COLUMN_NAME"));
      }
      if (contents.contains("nodes.id")) {
        contents.addAll(rows(connection, "SELECT id FROM nodes"));
      }
      if (contents.contains("flyway_schema_history.version")) {
        contents.addAll(
            rows(
                connection,
                "SELECT CONCAT(installed_rank, ' ', version, ' ', checksum, ' ', success)"
                    + " FROM flyway_schema_history ORDER BY installed_rank"));
      }
    }
    return contents;
  }

  private static List<String> rows(Connection connection, String query) throws SQLException {
    var found = new ArrayList<String>();
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(query)) {
      while (rows.next()) {
        found.add(rows.getString(1));
      }
    }
    return found;
  }

  private static void change(DatabaseSettings settings, String sql) throws SQLException {
    try (var connection = DatabaseLocation.of(settings).first();
        var statement = connection.createStatement()) {
      assertThat(statement.executeUpdate(sql)).isNotNegative();
    }
  }
}
