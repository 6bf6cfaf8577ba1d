package io.backupman.core.source.mariadb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.backupman.core.process.SearchPath;
import io.backupman.core.source.DataSource;
import io.backupman.core.source.DataSourceContract;
import io.backupman.core.source.Dump;
import io.backupman.core.source.SourceException;
import io.backupman.core.source.VerifiedSource;
import io.backupman.core.testing.InstalledMySql;
import io.backupman.notifier.spi.Verification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A real MySQL server, with its own dump program and with MariaDB's. */
@Timeout(300)
class MySqlSourceTest extends DataSourceContract {
  private static final String[] GENERATED = {
    "CREATE TABLE person (id INT PRIMARY KEY AUTO_INCREMENT, name VARCHAR(50), spot POINT SRID 4326,"
        + " upper_name VARCHAR(50) AS (UPPER(name)) STORED, hidden INT INVISIBLE DEFAULT 3)",
    "INSERT INTO person (name) VALUES ('zoë')"
  };

  @RegisterExtension static final InstalledMySql MYSQL = new InstalledMySql();

  /** The folder of its own programs. */
  @TempDir static Path programs;

  MySqlSourceTest() throws IOException {
    super(new DumpedMySql(MYSQL.server(), MYSQL.programs(), programs));
  }

  @Test
  void itsOwnDumpProgramsDumpRestoresEqual() throws Exception {
    server().fill(database());
    execute(GENERATED);

    assertRestoresEqual(write(source()));
  }

  @Test
  void mariaDbsDumpProgramsDumpRestoresEqualWithoutGeneratedColumns() throws Exception {
    server().fill(database());

    assertRestoresEqual(write(dumpedByMariaDbs()));
  }

  /** MySQL takes no values for generated columns, and MariaDB's program writes some. */
  @Test
  void mariaDbsDumpProgramIsNotTrustedWithGeneratedColumns() throws Exception {
    execute(GENERATED);

    assertThatExceptionOfType(SourceException.class)
        .isThrownBy(() -> write(dumpedByMariaDbs()))
        .withMessage(
            "%s:%d is a MySQL server, and mariadb-dump is MariaDB's: of tables with generated columns, such as person.upper_name, it makes a dump that MySQL cannot restore. Install MySQL's own mysqldump, or name it in dump_command.",
            settings().host(), settings().port());
    assertThat(tmp()).isEmptyDirectory();
  }

  private DataSource dumpedByMariaDbs() {
    return server()
        .source(settings().dumpedBy(Path.of("mariadb-dump")), SearchPath.ofEnvironment());
  }

  @Test
  void ofBothProgramsItTakesMySqlsOwn() throws Exception {
    execute(GENERATED);
    Path mariaDump = SearchPath.ofEnvironment().find("mariadb-dump").orElseThrow();
    Files.createSymbolicLink(folder.resolve("mariadb-dump"), mariaDump);
    SearchPath path = new SearchPath(List.of(folder, programs));

    Dump dump = write(server().source(settings(), path));

    assertThat(text(dump)).startsWith("-- MySQL dump");
  }

  @Test
  void itsDumpIsTriedByItsOwnPrograms() throws Exception {
    server().fill(database());
    execute(GENERATED);
    execute("CREATE EVENT busy ON SCHEDULE EVERY 1 DAY DO INSERT INTO nowhere.t VALUES (1)");
    List<String> contents = server().contents(database());
    VerifiedSource verifier =
        server()
            .source(settings().restoredBy(settings().user(), settings().password()))
            .verified()
            .orElseThrow();

    Dump dump = write(verifier);

    assertThat(verifier.restore(dump))
        .isEqualTo(Verification.verified(7, 11, "Not tried: events (busy, nightly)."));
    assertThat(server().contents(database())).isEqualTo(contents);
  }

  private void assertRestoresEqual(Dump dump) throws Exception {
    String restored = server().createDatabase();
    server().restore(dump, restored);
    assertThat(server().contents(restored)).isNotEmpty().isEqualTo(server().contents(database()));
  }
}
