package io.backupman.core.source.mariadb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.backupman.core.net.TlsMode;
import io.backupman.core.process.SearchPath;
import io.backupman.core.source.Compression;
import io.backupman.core.source.DataSource;
import io.backupman.core.source.FaultBench;
import io.backupman.core.source.HeldSource;
import io.backupman.core.source.MariaDbSettings;
import io.backupman.core.source.SampleShop;
import io.backupman.core.source.Settings;
import io.backupman.core.source.SourceSettings;
import io.backupman.core.testing.FreePort;
import io.backupman.core.testing.MariaDbServer;
import io.backupman.notifier.spi.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What may happen to a dump of MariaDB. */
public final class MariaDbFaults {
  private static final MariaDbServer SERVER = MariaDbServer.shared();
  private static final long MB = 1_000_000;

  /** The version is asked for too, of a wrapper. */
  private static final String VERSION = "[ \"$1\" = --version ] && exec mariadb-dump \"$@\"; ";

  private final FaultBench bench;
  private final String database = SERVER.createDatabase();
  private long size;

  public MariaDbFaults(FaultBench bench) {
    this.bench = bench;
  }

  public void add() {
    bench.section("MariaDB");
    bench.test(
        "baseline",
        () -> {
          SampleShop.fill(SERVER, database);
          execute(
              database,
              "CREATE TABLE big (id INT PRIMARY KEY, text TEXT)",
              "INSERT INTO big SELECT seq, REPEAT(MD5(seq), 32) FROM seq_1_to_24000");
          var ended = bench.finishes("nothing", source(), MariaDbFaults::isWhole);
          size = Long.parseLong(String.valueOf(ended.snapshot().sizeBytes()));
          assertThat(size).isGreaterThan(24 * MB);
        });
    disks();
    signIn();
    ends();
    wrappers();
    others();
  }

  private void disks() {
    for (var percent : List.of(10, 50, 99)) {
      bench.test(
          "full at " + percent,
          () -> {
            try (var disk = FaultBench.full(percent, size)) {
              bench.fails(
                  "the disk is full at %d %% of the dump".formatted(percent),
                  source(settings(SERVER.password(), database, disk.folder(), null)),
                  disk.folder().toString(),
                  "DISK");
            }
          });
    }
  }

  private void signIn() {
    fails("a wrong password", () -> source(settings("wrong", database, bench.tmp(), null)));
    fails(
        "no such database",
        () -> source(settings(SERVER.password(), "no_such_shop", bench.tmp(), null)));
    fails(
        "the server does not run",
        () ->
            source(
                Settings.mariaDb(
                    "127.0.0.1", FreePort.find(), "shop", "root", "x", bench.tmp(), null)));
    fails(
        "there is no dump program",
        () ->
            new MariaDbSource(
                settings(SERVER.password(), database, bench.tmp(), null),
                new SearchPath(List.of())));
  }

  private void ends() {
    for (var bytes : List.of(1L, MB, 6 * MB)) {
      fails(
          "the dump program is killed after " + words(bytes),
          () -> new HeldSource(source(), bytes, MariaDbFaults::killDumps));
    }
    for (var bytes : List.of(1L, MB)) {
      fails(
          "the server ends the connection after " + words(bytes),
          () -> new HeldSource(source(), bytes, this::killConnection));
    }
  }

  private static String words(long bytes) {
    return bytes == 1 ? "1 byte" : bytes / MB + " MB";
  }

  private void wrappers() {
    fails(
        "the output is cut, and the exit code is 0",
        () -> source(bench.script(VERSION + "mariadb-dump \"$@\" | head -c 1000000")));
    fails(
        "an error, after which a wrapper exits with 0",
        () -> source(bench.script(VERSION + "mariadb-dump \"$@\" no_such_table; exit 0")));
    fails(
        "a wrapper exits with 7 after the whole output",
        () -> source(bench.script(VERSION + "mariadb-dump \"$@\"; exit 7")));
    fails(
        "100 MB of errors",
        () ->
            source(
                bench.script(
                    VERSION
                        + "head -c 100000000 /dev/zero | tr '\\0' x >&2; echo oh >&2; exit 3")));
    bench.test(
        "grandchild",
        () ->
            bench.finishes(
                "a process that is left behind holds the pipe open",
                source(bench.script(VERSION + "sleep 300 & mariadb-dump \"$@\"")),
                MariaDbFaults::isWhole));
    bench.test(
        "hang",
        () ->
            bench.fails(
                "the dump hangs, with processes of its own (`timeout: 2s`)",
                source(
                    new MariaDbSettings(
                        new SourceSettings(
                            "My Source",
                            "mariadb",
                            bench.tmp(),
                            Compression.NONE,
                            Duration.ofSeconds(2)),
                        SERVER.host(),
                        SERVER.port(),
                        database,
                        SERVER.user(),
                        Secret.of(SERVER.password()),
                        TlsMode.OFF,
                        bench
                            .script(
                                VERSION
                                    + "trap '' TERM; mariadb-dump \"$@\" | head -c 1000;"
                                    + " (trap '' TERM; sleep 300) & sleep 300")
                            .toString()))));
  }

  private void others() {
    for (var days : List.of(1, -1)) {
      bench.test(
          "clock " + days,
          () ->
              bench.finishes(
                  "the clock is set %s by a day meanwhile".formatted(days > 0 ? "forward" : "back"),
                  new HeldSource(source(), MB, () -> bench.clock.advance(Duration.ofDays(days))),
                  MariaDbFaults::isWhole));
    }
    bench.test("rebuilt", this::rebuilt);
    bench.test(
        "broken view",
        () -> {
          var broken = SERVER.createDatabase();
          execute(
              broken,
              "CREATE TABLE t (id INT)",
              "CREATE VIEW v AS SELECT * FROM t",
              "DROP TABLE t");
          bench.fails(
              "a view refers to a table that is gone",
              source(settings(SERVER.password(), broken, bench.tmp(), null)),
              broken,
              "shop");
        });
  }

  private void rebuilt() throws Exception {
    var other = SERVER.createDatabase();
    execute(
        other, "CREATE TABLE a (id INT)", "CREATE TABLE b (id INT)", "INSERT INTO b VALUES (4711)");
    try (var connection = SERVER.open(other);
        var lock = connection.createStatement()) {
      lock.execute("LOCK TABLES a WRITE");
      bench.finishes(
          "a table is rebuilt meanwhile; the dump is begun anew, once",
          source(settings(SERVER.password(), other, bench.tmp(), null)),
          copy -> {
            isWhole(copy);
            assertThat(Files.readString(copy)).contains("4711");
          },
          () -> {
            await().until(() -> connectionOf(other, "Waiting for table metadata lock") > 0);
            execute(other, "ALTER TABLE b FORCE");
            lock.execute("UNLOCK TABLES");
          });
    }
  }

  private static void killDumps() {
    ProcessHandle.current()
        .descendants()
        .filter(process -> process.info().command().orElse("").contains("dump"))
        .forEach(ProcessHandle::destroyForcibly);
  }

  private void killConnection() throws SQLException {
    execute("", "KILL CONNECTION " + connectionOf(database, ""));
  }

  private static long connectionOf(String name, String state) throws SQLException {
    try (var connection = SERVER.open("");
        var statement =
            connection.prepareStatement(
                "SELECT id FROM information_schema.processlist"
                    + " WHERE db = ? AND COALESCE(state, '') LIKE ?")) {
      statement.setString(1, name);
      statement.setString(2, state + "%");
      try (var rows = statement.executeQuery()) {
        return rows.next() ? rows.getLong(1) : 0;
      }
    }
  }

  private static void isWhole(Path copy) throws IOException {
    assertThat(Files.readString(copy)).contains("\n-- Dump completed");
  }

  /** Makes a data source. */
  private interface Made {
    DataSource source() throws Exception;
  }

  private void fails(String fault, Made made) {
    bench.test(
        fault,
        () ->
            bench.fails(
                fault,
                made.source(),
                database,
                "shop",
                "'" + SERVER.user() + "'",
                "'backup'",
                SERVER.host() + ":" + SERVER.port(),
                "HOST:PORT"));
  }

  private MariaDbSource source() {
    return source(settings(SERVER.password(), database, bench.tmp(), null));
  }

  private MariaDbSource source(Path dumpCommand) {
    return source(settings(SERVER.password(), database, bench.tmp(), dumpCommand.toString()));
  }

  private static MariaDbSource source(MariaDbSettings settings) {
    return new MariaDbSource(settings, SearchPath.ofEnvironment());
  }

  private static MariaDbSettings settings(
      String password, String name, Path tmp, @Nullable String dumpCommand) {
    return new MariaDbSettings(
        Settings.common("mariadb", tmp, Compression.NONE),
        SERVER.host(),
        SERVER.port(),
        name,
        SERVER.user(),
        Secret.of(password),
        TlsMode.OFF,
        dumpCommand);
  }

  private static void execute(String name, String... script) throws SQLException {
    try (var connection = SERVER.open(name);
        var statement = connection.createStatement()) {
      for (var sql : script) {
        statement.execute(sql);
      }
    }
  }
}
