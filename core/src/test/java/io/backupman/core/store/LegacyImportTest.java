package io.backupman.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.backupman.core.backup.Standing;
import io.backupman.core.store.engine.DatabaseSettings;
import io.backupman.core.store.engine.StoreException;
import io.backupman.core.testing.LegacyTool;
import io.backupman.core.testing.MariaDbServer;
import io.backupman.core.testing.MySqlPrograms;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class LegacyImportTest {

  /** Where both have their tables in one database. */
  abstract static class OnServer extends LegacyImportContract {
    private String database = "";

    abstract MariaDbServer server();

    @Override
    LegacyTool newTool() {
      database = server().createDatabase();
      return LegacyTool.onServer(server(), database);
    }

    @Override
    DatabaseSettings settings() {
      return Databases.on(server(), database);
    }

    /** Older servers give a column that is a TIMESTAMP only this default. */
    @Test
    void aTimeOfZeroIsNone() {
      tool.run("SET SESSION sql_mode = ''");
      tool.run(
          "ALTER TABLE backups MODIFY updated_at TIMESTAMP NOT NULL DEFAULT '0000-00-00 00:00:00'"
              + " ON UPDATE CURRENT_TIMESTAMP");
      tool.backup("Shop", "failed", MONDAY);

      try (var opened = open()) {
        assertThat(opened.backups().standing("Shop").lastFailure())
            .get()
            .extracting(Standing.Failure::at)
            .isEqualTo(MONDAY);
      }
    }

    @Test
    void tablesOfSomethingElseStayToo() {
      tool.run("CREATE TABLE customers (id INT)");
      tool.backup("Shop", "finished", MONDAY);

      try (var opened = open()) {
        opened.check();
        tool.run("INSERT INTO customers VALUES (1)");
      }
    }

    @Test
    void whatWouldBeInTheWayIsNamedAndNothingIsMade() throws SQLException {
      tool.run("CREATE TABLE reports (id INT)");

      assertThatThrownBy(this::open)
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("holds the records of heryTz/backupman")
          .hasMessageContaining("(reports)")
          .hasMessageContaining("a database of their own");
      assertThat(Database.outlook(settings()).refusal()).isPresent();
      try (var connection = server().open(database);
          var tables = connection.getMetaData().getTables(database, null, "%", null)) {
        var count = 0;
        while (tables.next()) {
          count++;
        }
        assertThat(count).isEqualTo(4);
      }
    }

    @Test
    void anotherTableOfBackupsIsNamed() {
      tool.run("DROP TABLE backup_drive_files");

      assertThatThrownBy(this::open)
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("holds tables of something else (backupman_migrations, backups)")
          .hasMessageContaining("a database of its own");
      assertThat(Database.outlook(settings()).refusal()).isPresent();
    }

    @Test
    void theTablesMayBeDroppedOnceTheRecordsAreTakenOver() {
      tool.backup("Shop", "failed", MONDAY);
      open().close();
      tool.run("DROP TABLE backup_drive_files");
      tool.run("DROP TABLE backups");

      try (var opened = open()) {
        assertThat(opened.backups().lastEnd("Shop")).isPresent();
      }
    }
  }

  @Test
  void aKillInTheMiddleLeavesNothingAndTheNextStartTakesAllOver() throws Exception {
    var server = MariaDbServer.shared();
    var name = server.createDatabase();
    try (var tool = LegacyTool.onServer(server, name)) {
      tool.run("SET max_recursive_iterations = 1000000");
      tool.run(
          """
          INSERT INTO backups (id, status, label)
          WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
          SELECT CONCAT('00000000-0000-4000-8000-', LPAD(i, 12, '0')), 'failed', 'Shop' FROM n""");
      tool.run("SET SESSION TRANSACTION ISOLATION LEVEL READ UNCOMMITTED");
      var child = LegacyProcess.start(server, name);
      try {
        await()
            .atMost(Duration.ofSeconds(60))
            .ignoreExceptions() // there is no such table yet
            .until(() -> tool.count("backupman_backups") > 0);
      } finally {
        child.destroyForcibly().waitFor();
      }
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> tool.count("backupman_backups") == 0 && tool.count("taken_over") == 0);

      Database.open(Databases.on(server, name)).close();

      assertThat(tool.count("backupman_backups")).isEqualTo(20_000);
    }
  }

  @Nested
  class OnMariaDb extends OnServer {
    @Override
    MariaDbServer server() {
      return MariaDbServer.shared();
    }
  }

  @Test
  void timesDoNotDependOnTheTimeZoneOfTheServer() {
    try (var server = MariaDbServer.start("--default-time-zone=+05:00")) {
      var name = server.createDatabase();
      try (var tool = LegacyTool.onServer(server, name)) {
        tool.backup("Shop", "failed", LegacyImportContract.MONDAY);
      }
      try (var database = Database.open(Databases.on(server, name))) {
        assertThat(database.backups().standing("Shop").lastFailure())
            .get()
            .extracting(Standing.Failure::at)
            .isEqualTo(LegacyImportContract.MONDAY);
      }
    }
  }

  @Nested
  class OnMySql extends OnServer {
    private static @Nullable MariaDbServer started;

    @BeforeAll
    static void start() {
      var programs = MySqlPrograms.find();
      assumeTrue(programs.isPresent(), "There is no MySQL");
      started = MariaDbServer.startMySql(programs.get());
    }

    @AfterAll
    static void stop() {
      if (started != null) {
        started.close();
      }
    }

    @Override
    MariaDbServer server() {
      return Objects.requireNonNull(started);
    }
  }

  @Nested
  class OfAnSqliteFile extends LegacyImportContract {
    @Override
    LegacyTool newTool() {
      return LegacyTool.inFile(folder.resolve("backupman.db"));
    }

    @Override
    DatabaseSettings settings() {
      var file = folder.resolve("backupman.db");
      return new DatabaseSettings.Embedded(file, file);
    }
  }
}
