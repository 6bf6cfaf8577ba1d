package io.backupman.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.backupman.core.net.TlsMode;
import io.backupman.core.report.ReportQuery;
import io.backupman.core.store.engine.DatabaseLocation;
import io.backupman.core.store.engine.DatabaseSettings;
import io.backupman.core.store.engine.Migrations;
import io.backupman.core.store.engine.Pool;
import io.backupman.core.store.engine.StoreException;
import io.backupman.core.store.engine.TableNames;
import io.backupman.core.testing.FreePort;
import io.backupman.core.testing.MariaDbServer;
import io.backupman.notifier.spi.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.TimeZone;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Opening a database, and what happens when it cannot be used. */
@Timeout(120)
class DatabaseTest {
  private static final String PASSWORD = "correct horse 🐎";

  @ParameterizedTest
  @MethodSource("io.backupman.core.store.Databases#shared")
  void severalMayOpenOneEmptyDatabaseAtOnce(DatabaseSettings settings) throws Exception {
    var opened = StoreContract.together(4, () -> Database.open(settings));
    try {
      var report = Samples.finished(opened.getFirst(), "shop", StoreContract.NOW, "mail");
      for (var database : opened) {
        assertThat(database.reports().find(report.id())).contains(report);
      }
    } finally {
      opened.forEach(Database::close);
    }
  }

  @ParameterizedTest
  @MethodSource("io.backupman.core.store.Databases#shared")
  void whatWasWrittenIsThereAfterReopening(DatabaseSettings settings) {
    var first = Database.open(settings);
    var report = Samples.finished(first, "shop", StoreContract.NOW, "mail");
    first.close();
    try (var second = Database.open(settings)) {
      assertThat(second.reports().find(report.id())).contains(report);
    }
    assertThatThrownBy(first::check).isInstanceOf(StoreException.class);
  }

  @ParameterizedTest
  @MethodSource("io.backupman.core.store.Databases#all")
  void anInterruptedThreadStillWritesAndStaysInterrupted(DatabaseSettings settings) {
    try (var database = Database.open(settings)) {
      for (var i = 0; i < 20; i++) {
        Thread.currentThread().interrupt();
        var report = Samples.finished(database, "shop", StoreContract.NOW, "mail");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(database.reports().find(report.id())).isPresent();
      }
    }
  }

  @Test
  void timesDependNeitherOnTheTimeZoneOfTheServerNorOnThatOfTheProcess() {
    var before = TimeZone.getDefault();
    try (var server = MariaDbServer.start("--default-time-zone=+05:00")) {
      var settings = Databases.on(server, server.createDatabase());
      var instant = java.time.Instant.parse("2026-03-29T02:30:00.123456Z");
      TimeZone.setDefault(TimeZone.getTimeZone("Europe/Berlin"));
      try (var database = Database.open(settings)) {
        Samples.finished(database, "shop", instant, "mail");
      }
      TimeZone.setDefault(TimeZone.getTimeZone("America/New_York"));
      try (var database = Database.open(settings)) {
        assertThat(database.deliveryQueue().waiting())
            .extracting(w -> w.dueAt())
            .containsExactly(instant);
        assertThat(column(server, settings.dbName(), "SELECT due_at FROM deliveries"))
            .isEqualTo("2026-03-29 02:30:00.123456");
      }
    } finally {
      TimeZone.setDefault(before);
    }
  }

  @Test
  void anEmbeddedDatabaseKeepsItsTimesWhenTheTimeZoneChanges() {
    var before = TimeZone.getDefault();
    var settings = Databases.file();
    var instant = java.time.Instant.parse("2026-03-29T02:30:00.123456Z");
    try {
      for (var zone : new String[] {"Europe/Berlin", "America/New_York", "Asia/Kathmandu"}) {
        TimeZone.setDefault(TimeZone.getTimeZone(zone));
        try (var database = Database.open(settings)) {
          if (database.reports().list(ReportQuery.newest(1)).results().isEmpty()) {
            Samples.finished(database, "shop", instant, "mail");
          }
          assertThat(database.deliveryQueue().waiting())
              .extracting(w -> w.dueAt())
              .containsExactly(instant);
        }
      }
    } finally {
      TimeZone.setDefault(before);
    }
  }

  @ParameterizedTest
  @MethodSource("io.backupman.core.store.Databases#shared")
  void whatHasHadAllMigrationsIsKnownByItsHistory(DatabaseSettings settings) {
    assertThat(isMigrated(settings)).isFalse();
    Database.open(settings).close();
    assertThat(isMigrated(settings)).isTrue();
  }

  private static boolean isMigrated(DatabaseSettings settings) {
    try (var pool = new Pool(DatabaseLocation.of(settings))) {
      return pool.isMigrated();
    }
  }

  @Test
  void theServerDropsASessionInMinutesWhoseProcessStandsStillButNotThatOfALongMigration()
      throws Exception {
    var log = "SELECT GROUP_CONCAT(argument) FROM mysql.general_log WHERE argument LIKE ";
    try (var server = MariaDbServer.start("--general-log=1", "--log-output=TABLE")) {
      var location = DatabaseLocation.of(Databases.on(server, server.createDatabase()));
      Migrations.run(location, TableNames.USUAL);
      assertThat(location.migrationUrl()).contains("&socketTimeout=0&");
      assertThat(column(server, "", log + "'%wait_timeout=%'"))
          .contains("wait_timeout=28800")
          .doesNotContain("wait_timeout=300,");
      try (var pool = new Pool(location);
          var sql = new Sql(pool, 10)) {

        var seconds =
            StoreContract.together(
                10,
                () ->
                    sql.query(
                            "SELECT @@wait_timeout AS s, SLEEP(0.2)",
                            row -> row.number("s"),
                            Params.none())
                        .getFirst());

        assertThat(seconds).containsOnly(300L);
        assertThat(Pool.config(location).getKeepaliveTime()).isPositive().isLessThan(300_000 / 2);
      }
    }
  }

  @Test
  void aServerThatIsAwayIsAnErrorWithinSecondsAndNoneOnceItIsBack() {
    try (var server = MariaDbServer.start();
        var database = Database.open(Databases.on(server, server.createDatabase()))) {
      var report = Samples.finished(database, "shop", StoreContract.NOW, "mail");
      server.stop();
      var begun = System.nanoTime();
      var found = CompletableFuture.runAsync(() -> database.reports().find(report.id()));
      assertThatThrownBy(database::check)
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("127.0.0.1:" + server.port());
      assertThatThrownBy(found::join).hasCauseInstanceOf(StoreException.class);
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(20));
      server.resume();
      assertThat(database.reports().find(report.id())).contains(report);
    }
  }

  @Test
  void aMissingDatabaseIsMade() {
    var shared = Databases.mariaDb();
    var name = shared.dbName() + "-made here";
    try (var database = Database.open(server(shared, name, shared.user(), shared.password()))) {
      database.check();
    }
  }

  @Test
  void aNameThatCouldChangeTheConnectionIsRefused() {
    var shared = Databases.mariaDb();
    for (var name : new String[] {"x?sslMode=disable", "x&y=z", "a/b", "a`b"}) {
      var settings = server(shared, name, shared.user(), shared.password());
      assertThatThrownBy(() -> Database.open(settings))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining(name + " cannot be used");
    }
  }

  @Test
  void aWrongPasswordIsSaidWithoutThePassword() {
    var shared = Databases.mariaDb();
    var settings = server(shared, shared.dbName(), shared.user(), Secret.of(PASSWORD));
    assertThatThrownBy(() -> Database.open(settings))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("does not let the user tester in")
        .satisfies(DatabaseTest::noPassword);
  }

  @Test
  void aUserWithoutRightsIsToldWhatToDo() throws SQLException {
    var shared = Databases.mariaDb();
    var user = "poor_" + shared.dbName();
    column(MariaDbServer.shared(), "", "CREATE USER " + user + " IDENTIFIED BY '" + PASSWORD + "'");
    var settings = server(shared, "not_there", user, Secret.of(PASSWORD));
    assertThatThrownBy(() -> Database.open(settings))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("not_there")
        .hasMessageContaining(user)
        .hasMessageContaining("Create it")
        .satisfies(DatabaseTest::noPassword);
  }

  @Test
  void aUserWithoutTheRightToMakeTablesIsToldWhatToDo() throws SQLException {
    var shared = Databases.mariaDb();
    var user = "reader_" + shared.dbName();
    column(MariaDbServer.shared(), "", "CREATE USER " + user + " IDENTIFIED BY '" + PASSWORD + "'");
    column(MariaDbServer.shared(), "", "GRANT SELECT ON " + shared.dbName() + ".* TO " + user);
    var settings = server(shared, shared.dbName(), user, Secret.of(PASSWORD));
    assertThatThrownBy(() -> Database.open(settings))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("grant the user " + user + " all rights on it. (")
        .hasMessageNotContainingAny("\n", "Flyway")
        .satisfies(DatabaseTest::noPassword);
  }

  @Test
  void aServerThatDoesNotRunIsNamed() {
    var settings =
        new DatabaseSettings.Server(
            "127.0.0.1", FreePort.find(), "x", "y", Secret.of(PASSWORD), TlsMode.OFF, 2);
    assertThatThrownBy(() -> Database.open(settings))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining(settings.hosts().getFirst().toString())
        .hasMessageContaining("Check that the server runs")
        .satisfies(DatabaseTest::noPassword);
  }

  @Test
  void aServerIsReachedByItsSocket() {
    var server = MariaDbServer.shared();
    assumeTrue(server.socket().isPresent(), "The server is not on this machine");
    var s = Databases.mariaDb();
    var path = server.socket().orElseThrow().toString();
    var settings =
        new DatabaseSettings.Server(path, 1, s.dbName(), s.user(), s.password(), TlsMode.OFF, 4);
    try (var database = Database.open(settings)) {
      assertThat(database.backups().lastEnd("any")).isEmpty();
    }
  }

  @Test
  void aServerWithoutEncryptionIsRefusedWhereItIsRequired() {
    try (var server = MariaDbServer.start("--skip-ssl")) {
      var s = Databases.on(server, server.createDatabase());
      for (var tls : new TlsMode[] {TlsMode.VERIFY, TlsMode.SKIP_VERIFY}) {
        var settings =
            new DatabaseSettings.Server(s.hosts(), s.dbName(), s.user(), s.password(), tls, 2);
        assertThatThrownBy(() -> Database.open(settings)).isInstanceOf(StoreException.class);
      }
    }
  }

  @Test
  void aDatabaseOfSomethingElseIsLeftAlone() throws SQLException {
    var settings = Databases.mariaDb();
    column(MariaDbServer.shared(), settings.dbName(), "CREATE TABLE theirs (id INT)");
    assertThatThrownBy(() -> Database.open(settings))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("a database of its own");
  }

  @Test
  void aFileThatIsNoDatabaseIsAnErrorInWords(@TempDir Path folder) throws Exception {
    Files.writeString(folder.resolve("records.mv.db"), "not a database ".repeat(1_000));
    assertThatThrownBy(
            () -> Database.open(new DatabaseSettings.Embedded(folder.resolve("records"))))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining(folder.resolve("records").toString())
        .hasMessageContaining("cannot be opened");
  }

  @Test
  void aFolderThatCannotBeMadeIsAnErrorInWords(@TempDir Path folder) throws Exception {
    var file = Files.createFile(folder.resolve("file"));
    assertThatThrownBy(
            () -> Database.open(new DatabaseSettings.Embedded(file.resolve("data/records"))))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("cannot be made");
    assertThatThrownBy(
            () -> Database.open(new DatabaseSettings.Embedded(folder.resolve("a;b/records"))))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("';'");
  }

  private static void noPassword(Throwable failure) {
    var text = new java.io.StringWriter();
    failure.printStackTrace(new java.io.PrintWriter(text));
    assertThat(text.toString()).doesNotContain(PASSWORD);
  }

  private static DatabaseSettings.Server server(
      DatabaseSettings.Server like, String name, String user, Secret password) {
    return new DatabaseSettings.Server(like.hosts(), name, user, password, TlsMode.OFF, 4);
  }

  private static String column(MariaDbServer server, String database, String sql) {
    try (var connection = server.open(database);
        var statement = connection.createStatement()) {
      if (!statement.execute(sql)) {
        return "";
      }
      var rows = statement.getResultSet();
      rows.next();
      return rows.getString(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
