package io.backupman.core.source.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.backupman.core.source.Dump;
import io.backupman.core.source.DumpWriter;
import io.backupman.core.source.Settings;
import io.backupman.core.source.SourceException;
import io.backupman.core.source.SqliteSettings;
import io.backupman.core.source.VerifiedSource;
import io.backupman.core.testing.Dumps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.Collation;
import org.sqlite.Function;

/** Good databases that cannot be read as usual. */
@Timeout(120)
class SqliteOddFilesTest {
  @TempDir private Path folder;
  private Path database = Path.of("");
  private Path tmp = Path.of("");

  @BeforeEach
  void paths() throws IOException {
    database = Files.createDirectory(folder.resolve("app")).resolve("app.db");
    tmp = folder.resolve("tmp");
  }

  @Test
  void aCollationOfTheApplicationIsNoHindrance() throws Exception {
    try (Connection app = open(database);
        Statement statement = app.createStatement()) {
      Collation.create(app, "BY_LENGTH", byLength());
      statement.execute("CREATE TABLE t(a TEXT COLLATE BY_LENGTH)");
      statement.execute("CREATE INDEX i ON t(a)");
      statement.execute("CREATE TABLE k(a TEXT COLLATE BY_LENGTH PRIMARY KEY) WITHOUT ROWID");
      statement.execute("INSERT INTO t VALUES ('a'), ('bb'), ('ccc')");
      statement.execute("INSERT INTO k VALUES ('a'), ('bb')");
    }

    Dump dump = dumpRestored();

    assertThat(count(dump.file(), "SELECT count(*) FROM t NOT INDEXED")).isEqualTo(3);
    assertThat(dump.warnings())
        .singleElement()
        .asString()
        .contains("no such collation sequence: BY_LENGTH");
  }

  @Test
  void aFunctionOfTheApplicationIsNoHindrance() throws Exception {
    try (Connection app = open(database);
        Statement statement = app.createStatement()) {
      Function.create(app, "half", half(), 1, Function.FLAG_DETERMINISTIC);
      statement.execute("CREATE TABLE t(a INT CHECK (half(a) >= 0), h INT AS (half(a)))");
      statement.execute("CREATE INDEX i ON t(half(a))");
      statement.execute("INSERT INTO t(a) VALUES (2), (4)");
    }

    Dump dump = dumpRestored();

    assertThat(count(dump.file(), "SELECT sum(a) FROM t NOT INDEXED")).isEqualTo(6);
    assertThat(dump.warnings()).isNotEmpty();
  }

  @Test
  void aModuleOfTheApplicationIsNoHindrance() throws Exception {
    try (Connection app = open(database);
        Statement statement = app.createStatement()) {
      statement.execute("CREATE TABLE t(a)");
      statement.execute("INSERT INTO t VALUES (1), (2)");
      statement.execute("PRAGMA writable_schema = ON");
      statement.execute(
          "INSERT INTO sqlite_master VALUES"
              + " ('table', 'v', 'v', 0, 'CREATE VIRTUAL TABLE v USING ours(a)')");
    }

    assertThat(count(dumpRestored().file(), "SELECT count(*) FROM t")).isEqualTo(2);
  }

  @Test
  void whatAKilledApplicationHasLeftIsRolledBackInTheDumpAlone() throws Exception {
    killedInATransaction("DELETE");
    List<String> before = digests();

    Dump dump = dumpRestored();

    assertThat(count(dump.file(), "SELECT sum(n) FROM t")).isEqualTo(2_000);
    assertThat(dump.warnings())
        .singleElement()
        .asString()
        .contains("in the middle of a transaction");
    assertThat(digests()).isEqualTo(before);
    assertThat(tmp.toFile().list()).containsExactly("a.db");
  }

  @ParameterizedTest
  @ValueSource(strings = {"DELETE", "WAL"})
  void aFolderThatIsReadOnlyIsNoHindrance(String mode) throws Exception {
    killedInATransaction(mode);
    Path app = folder.resolve("app");
    assumeThat(run("mount", "--bind", app.toString(), app.toString())).isTrue();
    try {
      assumeThat(run("mount", "-o", "remount,bind,ro", app.toString())).isTrue();

      assertThat(count(dumpRestored().file(), "SELECT sum(n) FROM t")).isEqualTo(2_000);
    } finally {
      run("umount", app.toString());
    }
  }

  @Test
  void aFileBesideItThatCannotBeReadIsNamed() throws Exception {
    killedInATransaction("WAL");
    Path wal = database.resolveSibling("app.db-wal");
    Files.delete(wal);
    Files.createDirectory(wal);

    assertThatExceptionOfType(SourceException.class)
        .isThrownBy(this::dumpRestored)
        .withMessageStartingWith(wal.toRealPath() + " could not be read by ");
  }

  private static boolean run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
  }

  /** Two thousand rows are committed; then the application dies while it changes them. */
  private void killedInATransaction(String mode) throws Exception {
    Path alive = Files.createTempDirectory(folder, "alive").resolve("app.db");
    try (Connection app = open(alive);
        Statement statement = app.createStatement()) {
      statement.execute("PRAGMA journal_mode = " + mode);
      statement.execute("PRAGMA cache_size = 10");
      statement.execute("CREATE TABLE t(n INT, filling BLOB)");
      statement.execute(
          "WITH RECURSIVE s(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM s WHERE i < 2000)"
              + " INSERT INTO t SELECT 1, zeroblob(500) FROM s");
      statement.execute("BEGIN");
      statement.execute("UPDATE t SET n = 7");
      try (var files = Files.list(alive.getParent())) {
        for (Path file : files.filter(f -> !f.toString().endsWith("-shm")).toList()) {
          Files.copy(file, database.resolveSibling(file.getFileName()));
        }
      }
      statement.execute("ROLLBACK");
    }
  }

  /** Of all files beside the database, in the order of their names. */
  private List<String> digests() throws IOException {
    List<String> all = new ArrayList<>();
    try (var files = Files.list(database.getParent())) {
      for (Path file : files.sorted().toList()) {
        all.add(file.getFileName() + " " + Dumps.sha256(Files.readAllBytes(file)));
      }
    }
    return all;
  }

  private Dump dumpRestored() throws InterruptedException {
    VerifiedSource verifier =
        new SqliteSource(
                new SqliteSettings(Settings.sqlite(database, tmp).common(), database, true))
            .verified()
            .orElseThrow();
    Dump dump = new DumpWriter().write(verifier, "a.db", bytes -> {});
    verifier.restore(dump);
    return dump;
  }

  private static Collation byLength() {
    return new Collation() {
      @Override
      protected int xCompare(String one, String other) {
        return Integer.compare(one.length(), other.length());
      }
    };
  }

  private static Function half() {
    return new Function() {
      @Override
      protected void xFunc() throws SQLException {
        result(value_int(0) / 2);
      }
    };
  }

  private static Connection open(Path file) throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + file);
  }

  private static long count(Path file, String sql) throws SQLException {
    try (Connection connection = open(file);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows.getLong(1);
    }
  }
}
