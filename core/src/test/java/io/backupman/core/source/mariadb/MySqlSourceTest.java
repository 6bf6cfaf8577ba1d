package io.backupman.core.source.mariadb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.backupman.core.process.SearchPath;
import io.backupman.core.source.Dump;
import io.backupman.core.source.DumpWriter;
import io.backupman.core.source.SampleShop;
import io.backupman.core.source.ServerSettings;
import io.backupman.core.source.Settings;
import io.backupman.core.source.SourceException;
import io.backupman.core.source.Sql;
import io.backupman.core.source.VerifiedSource;
import io.backupman.core.testing.InstalledMySql;
import io.backupman.notifier.spi.Verification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A real MySQL server, with its own dump program and with MariaDB's. */
@Timeout(300)
class MySqlSourceTest {
  private static final String NAME = "a.sql.gz";

  @RegisterExtension static final InstalledMySql MYSQL = new InstalledMySql();

  @TempDir Path folder;

  @Test
  void itsOwnDumpProgramsDumpRestoresEqual() throws Exception {
    String shop = MYSQL.server().createDatabase();
    SampleShop.fill(MYSQL.server(), shop);
    execute(shop, GENERATED, "INSERT INTO person (name) VALUES ('zoë')");

    Dump dump = write(shop, MYSQL.programs().script("usr/bin/mysqldump", folder).toString());

    assertRestoresEqual(dump, shop);
  }

  @Test
  void mariaDbsDumpProgramsDumpRestoresEqualWithoutGeneratedColumns() throws Exception {
    String shop = MYSQL.server().createDatabase();
    SampleShop.fill(MYSQL.server(), shop);

    assertRestoresEqual(write(shop, "mariadb-dump"), shop);
  }

  /** MySQL takes no values for generated columns, and MariaDB's program writes some. */
  @Test
  void mariaDbsDumpProgramIsNotTrustedWithGeneratedColumns() throws Exception {
    String shop = MYSQL.server().createDatabase();
    execute(shop, GENERATED, "INSERT INTO person (name) VALUES ('zoë')");

    assertThatExceptionOfType(SourceException.class)
        .isThrownBy(() -> write(shop, "mariadb-dump"))
        .withMessage(
            "%s:%d is a MySQL server, and mariadb-dump is MariaDB's: of tables with generated columns, such as person.upper_name, it makes a dump that MySQL cannot restore. Install MySQL's own mysqldump, or name it in dump_command.",
            MYSQL.server().host(), MYSQL.server().port());
    assertThat(folder.resolve("tmp")).isEmptyDirectory();
  }

  @Test
  void ofBothProgramsItTakesMySqlsOwn() throws Exception {
    String shop = MYSQL.server().createDatabase();
    execute(shop, GENERATED, "INSERT INTO person (name) VALUES ('zoë')");
    Path maria = Files.createDirectory(folder.resolve("maria"));
    Path mariaDump = SearchPath.ofEnvironment().find("mariadb-dump").orElseThrow();
    Files.createSymbolicLink(maria.resolve("mariadb-dump"), mariaDump);
    Path mysql = Files.createDirectory(folder.resolve("mysql"));
    MYSQL.programs().script("usr/bin/mysqldump", mysql);
    SearchPath path = new SearchPath(List.of(maria, mysql));

    Dump dump = new DumpWriter().write(source(shop, null, path), NAME, bytes -> {});

    assertThat(SampleShop.text(dump)).startsWith("-- MySQL dump");
  }

  @Test
  void itsDumpIsTriedByItsOwnPrograms() throws Exception {
    String shop = MYSQL.server().createDatabase();
    SampleShop.fill(MYSQL.server(), shop);
    execute(shop, GENERATED, "INSERT INTO person (name) VALUES ('zoë')");
    execute(shop, "CREATE EVENT busy ON SCHEDULE EVERY 1 DAY DO INSERT INTO nowhere.t VALUES (1)");
    Path mysql = Files.createDirectory(folder.resolve("mysql"));
    MYSQL.programs().script("usr/bin/mysqldump", mysql);
    MYSQL.programs().script("usr/bin/mysql", mysql);
    ServerSettings settings =
        new DumpedMariaDb(MYSQL.server()).settings(shop, folder.resolve("tmp"));
    VerifiedSource trial =
        new MariaDbSource(
                settings.restoredBy(settings.user(), settings.password()).mariaDb(),
                new SearchPath(List.of(mysql)))
            .verified()
            .orElseThrow();

    Dump dump = new DumpWriter().write(trial, NAME, bytes -> {});

    assertThat(trial.restore(dump))
        .isEqualTo(Verification.verified(7, 11, "Not tried: events (busy, nightly)."));
    assertThat(SampleShop.checksums(MYSQL.server(), shop)).hasSize(7);
  }

  private static final String GENERATED =
      "CREATE TABLE person (id INT PRIMARY KEY AUTO_INCREMENT, name VARCHAR(50), spot POINT SRID 4326,"
          + " upper_name VARCHAR(50) AS (UPPER(name)) STORED, hidden INT INVISIBLE DEFAULT 3)";

  private void assertRestoresEqual(Dump dump, String shop) throws Exception {
    String restored = MYSQL.server().createDatabase();
    restore(dump, restored);
    assertThat(SampleShop.checksums(MYSQL.server(), restored))
        .isNotEmpty()
        .isEqualTo(SampleShop.checksums(MYSQL.server(), shop));
    assertThat(SampleShop.programs(MYSQL.server(), restored).toString().replace(restored, ""))
        .isEqualTo(SampleShop.programs(MYSQL.server(), shop).toString().replace(shop, ""));
  }

  private Dump write(String shop, String dumpCommand) throws InterruptedException {
    return new DumpWriter()
        .write(source(shop, dumpCommand, SearchPath.ofEnvironment()), NAME, bytes -> {});
  }

  private MariaDbSource source(String shop, @Nullable String dumpCommand, SearchPath path) {
    Path tmp = folder.resolve("tmp");
    return new MariaDbSource(Settings.mariaDb(MYSQL.server(), shop, tmp, dumpCommand), path);
  }

  private void restore(Dump dump, String database) throws IOException, InterruptedException {
    Path script = Files.writeString(folder.resolve("restored.sql"), SampleShop.text(dump));
    List<String> command = new ArrayList<>(MYSQL.programs().command("usr/bin/mysql"));
    command.addAll(
        List.of(
            "--no-defaults",
            "--protocol=tcp",
            "--host=" + MYSQL.server().host(),
            "--port=" + MYSQL.server().port(),
            "--user=" + MYSQL.server().user(),
            "--password=" + MYSQL.server().password(),
            "--default-character-set=utf8mb4",
            database));
    Process client = new ProcessBuilder(command).inheritIO().redirectInput(script.toFile()).start();
    assertThat(client.waitFor()).isZero();
  }

  private static void execute(String database, String... statements) throws SQLException {
    Sql.run(MYSQL.server().open(database), statements);
  }
}
