package io.backupman.core.store.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MigrationHistoryTest {
  private Connection connection;

  @BeforeEach
  void migrate() {
    var location = new MemoryLocation();
    connection = location.first();
    Migrations.run(location, TableNames.USUAL);
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  @Test
  void listsWhatFlywayRecords() throws SQLException {
    assertThat(MigrationHistory.recorded(connection))
        .as("each line below is to stand in MigrationHistory.ALL")
        .containsExactlyElementsOf(MigrationHistory.ALL);
    assertThat(MigrationHistory.isComplete(connection)).isTrue();
  }

  @Test
  void aFailedMigrationIsForFlyway() throws SQLException {
    execute("UPDATE flyway_schema_history SET success = FALSE WHERE version = '3'");

    assertThat(MigrationHistory.isComplete(connection)).isFalse();
  }

  @Test
  void aMissingMigrationIsForFlyway() throws SQLException {
    execute("DELETE FROM flyway_schema_history WHERE version = '15'");

    assertThat(MigrationHistory.isComplete(connection)).isFalse();
  }

  @Test
  void aMigrationOfANewerVersionIsForFlyway() throws SQLException {
    execute(
        "INSERT INTO flyway_schema_history SELECT 99, '99', description, type, script, checksum,"
            + " installed_by, installed_on, execution_time, success FROM flyway_schema_history"
            + " WHERE version = '1'");

    assertThat(MigrationHistory.isComplete(connection)).isFalse();
  }

  @Test
  void anotherScriptIsForFlyway() throws SQLException {
    execute("UPDATE flyway_schema_history SET checksum = checksum + 1 WHERE version = '1'");

    assertThat(MigrationHistory.isComplete(connection)).isFalse();
  }

  @Test
  void aDatabaseWithoutAHistoryIsForFlyway() throws SQLException {
    execute("DROP TABLE flyway_schema_history");

    assertThat(MigrationHistory.isComplete(connection)).isFalse();
  }

  private void execute(String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      assertThat(statement.executeUpdate(sql)).isNotNegative();
    }
  }
}
