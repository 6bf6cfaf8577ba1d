package io.backupman.core.source.mariadb;

import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.core.process.SearchPath;
import io.backupman.core.source.Dump;
import io.backupman.core.source.DumpWriter;
import io.backupman.core.source.SampleReach;
import io.backupman.core.source.Sql;
import io.backupman.core.source.VerifiedSource;
import io.backupman.core.testing.MariaDbServer;
import io.backupman.notifier.spi.Verification;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a server writes down of a verification. Its account may do everything on the server, so that
 * nothing but the verification itself keeps it in its scratch database.
 */
abstract class RestoreLogContract {
  /** Those that the documentation lists. */
  private static final List<String> DOCUMENTED =
      List.of(
          "SET ",
          "SELECT ",
          "SHOW DATABASES",
          "CREATE DATABASE `backupman_verify_",
          "DROP DATABASE IF EXISTS `backupman_verify_",
          "ALTER DATABASE CHARACTER SET ",
          "CREATE TABLE ",
          "CREATE SEQUENCE ",
          "CREATE VIEW ",
          "CREATE ALGORITHM=",
          "CREATE TRIGGER ",
          "CREATE FUNCTION ",
          "CREATE PROCEDURE ",
          "INSERT INTO ",
          "ALTER TABLE ",
          "DO SETVAL(",
          "DROP VIEW IF EXISTS ",
          "KILL ");

  @TempDir Path folder;
  private String shop = "";
  private String other = "";

  abstract MariaDbServer server();

  abstract SearchPath programs() throws IOException;

  abstract boolean isMySql();

  @BeforeEach
  void fill() throws SQLException {
    shop = server().createDatabase();
    other = shop + "_other";
    SampleReach.fill(server(), shop, other, isMySql());
    execute(
        "SET GLOBAL log_output = 'TABLE'",
        "SET GLOBAL general_log = ON",
        "TRUNCATE mysql.general_log",
        "CREATE USER backup_user IDENTIFIED BY 'secret-word'",
        "GRANT ALL ON *.* TO backup_user",
        "CREATE USER mighty IDENTIFIED BY 'secret-word'",
        "GRANT ALL ON *.* TO mighty WITH GRANT OPTION",
        "CREATE USER modest IDENTIFIED BY 'secret-word'",
        "GRANT ALL ON `backupman\\_verify\\_%`.* TO modest");
  }

  @AfterEach
  void dropUsers() throws SQLException {
    execute(
        "DROP USER backup_user, mighty, modest", "DROP DATABASE " + shop, "DROP DATABASE " + other);
  }

  @Test
  void aVerificationNamesNoDatabaseButItsScratchOne() throws Exception {
    var before = definition();
    var verifier = verifier("mighty");

    var verification = verifier.restore(dump(verifier));

    assertThat(verification.status()).isEqualTo(Verification.Status.VERIFIED);
    assertThat(verification.detail()).isEqualTo(notTried());
    assertThat(definition()).isEqualTo(before);
    var log = log("mighty");
    assertThat(log).anyMatch(line -> line.contains("CREATE TABLE `t`"));
    assertThat(log).noneMatch(line -> line.contains(other));
    assertThat(log)
        .filteredOn(line -> line.contains(shop))
        .as("a table is called as the database is")
        .allMatch(
            line ->
                !line.replace("CREATE TABLE `" + shop + "`", "")
                    .replace("ALTER TABLE `" + shop + "`", "")
                    .replace("join `" + shop + "`", "")
                    .replace("COUNT(*) FROM `" + shop + "`", "")
                    .replace("`" + shop + "`.`id`", "")
                    .contains(shop));
    assertThat(log)
        .allMatch(
            line ->
                DOCUMENTED.stream().anyMatch(line.toUpperCase(Locale.ROOT)::startsWith)
                    || DOCUMENTED.stream().anyMatch(line::startsWith));
  }

  @Test
  void whoCountsWhatIsInUseOnlyReads() throws Exception {
    var verifier = verifier("mighty");

    dump(verifier);

    assertThat(log("backup_user"))
        .isNotEmpty()
        .allMatch(
            line ->
                List.of(
                        "SET ",
                        "SELECT ",
                        "SHOW ",
                        "LOCK ",
                        "UNLOCK ",
                        "USE ",
                        "START TRANSACTION",
                        "FLUSH ",
                        "SAVEPOINT ",
                        "ROLLBACK",
                        "RELEASE ",
                        "/*!40100 SET ",
                        "/*!40103 SET ",
                        "/*!80000 SET ",
                        "/*M!100100 SET ",
                        "COMMIT")
                    .stream()
                    .anyMatch(line.toUpperCase(Locale.ROOT)::startsWith),
            "reads");
  }

  @Test
  void theLeastPrivilegesAreEnough() throws Exception {
    var verifier = verifier("modest");

    var verification = verifier.restore(dump(verifier));

    assertThat(verification.status()).isEqualTo(Verification.Status.VERIFIED);
    assertThat(verification.detail()).isEqualTo(notTried());
    assertThat(log("modest")).noneMatch(line -> line.contains(other));
  }

  @Test
  void aViewWhoseUserIsGoneIsNamedAndTried() throws Exception {
    execute(
        "CREATE USER gone",
        "CREATE DEFINER = gone VIEW orphan AS SELECT id, a FROM t",
        "DROP USER gone");
    var verifier = verifier("modest");
    var dump = dump(verifier);

    assertThat(dump.warnings())
        .anySatisfy(
            warning ->
                assertThat(warning)
                    .startsWith("The view 'orphan' belongs to the user gone@%, who does not exist:")
                    .contains("ALTER DEFINER"));
    assertThat(verifier.restore(dump).status()).isEqualTo(Verification.Status.VERIFIED);
  }

  /** Whose tables change by themselves, and are those of the server. */
  @Test
  void theServersOwnDatabaseIsTried() throws Exception {
    var verifier = verifier("mysql", "mighty");

    assertThat(verifier.restore(dump(verifier)).status()).isEqualTo(Verification.Status.VERIFIED);
    // The server's help is about it.
    assertThat(log("mighty"))
        .filteredOn(line -> !line.startsWith("INSERT "))
        .noneMatch(line -> line.contains("`mysql`"));
  }

  private String notTried() {
    return "Not tried: "
        + (isMySql() ? "" : "defaults of another database's sequence (counted); ")
        + "tables whose rows are kept elsewhere, tried as empty ones (merged);"
        + " foreign keys into another database (t);"
        + " triggers that name another database (far_tr); events (busy);"
        + " procedures that name another database (far_p);"
        + " views that name another database (far, far_call).";
  }

  private String definition() throws SQLException {
    return String.join(
        "\n",
        column("SHOW CREATE DATABASE " + shop, 2),
        column("SHOW CREATE DATABASE " + other, 2));
  }

  private VerifiedSource verifier(String user) throws IOException {
    return verifier(shop, user);
  }

  private VerifiedSource verifier(String database, String user) throws IOException {
    var settings =
        new DumpedMariaDb(server())
            .settings(database, folder.resolve("tmp"))
            .signedInAs("backup_user", "secret-word")
            .restoredBy(user, "secret-word");
    return new MariaDbSource(settings.mariaDb(), programs()).verified().orElseThrow();
  }

  private static Dump dump(VerifiedSource verifier) throws InterruptedException {
    return new DumpWriter().write(verifier, "a.sql.gz", bytes -> {});
  }

  /** What a user had the server do, in one line each. */
  private List<String> log(String user) throws SQLException {
    var lines = new ArrayList<String>();
    try (var connection = server().open("mysql");
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "SELECT CONVERT(argument USING utf8mb4) FROM general_log WHERE command_type IN"
                    + " ('Query', 'Prepare', 'Execute') AND user_host LIKE '"
                    + user
                    + "%'")) {
      while (rows.next()) {
        lines.add(rows.getString(1).replaceAll("\\s+", " ").strip());
      }
    }
    return lines;
  }

  private String column(String sql, int index) throws SQLException {
    try (var connection = server().open("");
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(index);
    }
  }

  private void execute(String... script) throws SQLException {
    Sql.run(server().open(shop), script);
  }
}
