package io.backupman.core.source.mariadb;

import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.core.source.Dump;
import io.backupman.core.source.DumpFixture;
import io.backupman.core.source.Sql;
import io.backupman.core.testing.MariaDbServer;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the dump of a MariaDB database does not hold as somebody might expect is said. */
class MariaDbWarningsTest extends DumpFixture {
  private static final String[] VERSIONED = {
    "CREATE TABLE v (id INT PRIMARY KEY, x VARCHAR(20)) WITH SYSTEM VERSIONING",
    "INSERT INTO v VALUES (1, 'a'), (2, 'b')",
    "UPDATE v SET x = 'c' WHERE id = 1",
    "UPDATE v SET x = 'd' WHERE id = 1",
    "DELETE FROM v WHERE id = 2"
  };

  MariaDbWarningsTest() {
    super(new DumpedMariaDb(MariaDbServer.shared()));
  }

  @Test
  void theHistoryOfSystemVersionedTablesComesBack() throws Exception {
    execute(VERSIONED);
    Dump dump = write(source());
    String restored = server().createDatabase();
    server().restore(dump, restored);
    assertThat(dump.warnings()).isEmpty();
    assertThat(history(restored)).hasSize(4).isEqualTo(history(database()));
  }

  private List<String> history(String shop) throws SQLException {
    return Sql.column(
        server().open(shop),
        "SELECT CONCAT_WS(' ', id, x, row_start, row_end) FROM v FOR SYSTEM_TIME ALL"
            + " ORDER BY id, row_start");
  }

  @Test
  void historyThatTheDumpProgramCannotKeepIsSaid() throws Exception {
    execute(VERSIONED);
    Path old =
        script(
            "[ \"$1\" = --version ] && echo mariadb-dump Ver 10.19 Distrib 10.6.1-MariaDB && exit 0;"
                + " exec mariadb-dump \"$@\"");
    assertThat(write(server().source(settings().dumpedBy(old))).warnings())
        .singleElement()
        .asString()
        .contains("The history of system-versioned tables is not in the dump", "10.11", ": v.");

    execute(
        "CREATE TABLE by_number (id INT PRIMARY KEY,"
            + " a BIGINT UNSIGNED GENERATED ALWAYS AS ROW START,"
            + " b BIGINT UNSIGNED GENERATED ALWAYS AS ROW END,"
            + " PERIOD FOR SYSTEM_TIME (a, b)) WITH SYSTEM VERSIONING");
    assertThat(write(source()).warnings())
        .singleElement()
        .asString()
        .contains("is not in the dump (by_number, v)", "by transactions: by_number.");
  }

  @Test
  void tablesThatAreNotOfOneMomentAreNamed() throws Exception {
    execute(
        "CREATE TABLE a (id INT)",
        "CREATE TABLE b (id INT) ENGINE = MyISAM",
        "CREATE TABLE c (id INT) ENGINE = Aria",
        "CREATE TABLE d (id INT) ENGINE = MEMORY",
        "CREATE TABLE e (id INT) ENGINE = MERGE UNION = (b)",
        "CREATE VIEW f AS SELECT * FROM b");
    assertThat(write(source()).warnings())
        .containsExactly(
            "These tables have engines without transactions, so the dump may hold them as they were at different moments: b (MyISAM), c (Aria), d (MEMORY).");
  }

  @Test
  void thatTheServerCouldNotBeAskedIsSaid() throws Exception {
    Path script = script("echo '-- Dump completed on today'");
    assertThat(write(server().source(settings().at("127.0.0.1", 1).dumpedBy(script))).warnings())
        .singleElement()
        .asString()
        .contains("could not be asked what the user '" + settings().user() + "' may see");
  }
}
