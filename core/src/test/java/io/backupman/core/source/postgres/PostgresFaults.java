package io.backupman.core.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.core.net.TlsMode;
import io.backupman.core.process.SearchPath;
import io.backupman.core.source.Compression;
import io.backupman.core.source.DataSource;
import io.backupman.core.source.FaultBench;
import io.backupman.core.source.HeldSource;
import io.backupman.core.source.PostgresFormat;
import io.backupman.core.source.PostgresSettings;
import io.backupman.core.source.Processes;
import io.backupman.core.source.Settings;
import io.backupman.core.source.SourceSettings;
import io.backupman.core.source.mariadb.SampleLibrary;
import io.backupman.core.testing.FreePort;
import io.backupman.core.testing.PostgresServer;
import io.backupman.notifier.spi.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What may happen to a dump of PostgreSQL. */
public final class PostgresFaults {
  private static final PostgresServer SERVER = PostgresServer.shared();
  private static final long MB = 1_000_000;

  /** Each has 600 KB in a script. */
  private static final int PICTURES = 40;

  private final FaultBench bench;
  private final String database = SERVER.createDatabase();
  private long size;

  public PostgresFaults(FaultBench bench) {
    this.bench = bench;
  }

  public void add() {
    bench.section("PostgreSQL");
    bench.test(
        "baseline",
        () -> {
          SampleLibrary.fill(SERVER, database);
          SampleLibrary.addPictures(SERVER, database, PICTURES);
          var ended = bench.finishes("nothing", source(), PostgresFaults::isWhole);
          size = Long.parseLong(String.valueOf(ended.snapshot().sizeBytes()));
          assertThat(size).isGreaterThan(20 * MB);
        });
    disks();
    signIn();
    ends();
    wrappers();
    hangs();
  }

  private void disks() {
    for (var percent : List.of(10, 50, 99)) {
      bench.test(
          "full at " + percent,
          () -> {
            try (var disk = FaultBench.full(percent, size)) {
              bench.fails(
                  "the disk is full at %d %% of the dump".formatted(percent),
                  source(settings(disk.folder(), SERVER.port(), PostgresFormat.PLAIN, null)),
                  disk.folder().toString(),
                  "DISK");
            }
          });
    }
  }

  private void signIn() {
    fails("a wrong password", () -> source(signIn("wrong-word", database)));
    fails("no such database", () -> source(signIn(SERVER.password(), "no_such_library")));
    fails(
        "the server does not run",
        () -> source(settings(bench.tmp(), FreePort.find(), PostgresFormat.PLAIN, null)));
    fails(
        "there is no dump program",
        () ->
            new PostgresSource(
                settings(bench.tmp(), SERVER.port(), PostgresFormat.PLAIN, null),
                new SearchPath(List.of())));
  }

  private void ends() {
    for (var bytes : List.of(1L, MB, 6 * MB)) {
      fails(
          "the dump program is killed after " + words(bytes),
          () ->
              new HeldSource(
                  source(),
                  bytes,
                  () -> Processes.of("pg_dump").forEach(ProcessHandle::destroyForcibly)));
    }
    for (var bytes : List.of(1L, MB)) {
      fails(
          "the server ends the connection after " + words(bytes),
          () -> new HeldSource(source(), bytes, this::endConnection));
    }
  }

  private static String words(long bytes) {
    return bytes == 1 ? "1 byte" : bytes / MB + " MB";
  }

  private void wrappers() {
    fails(
        "the output is cut, and the exit code is 0",
        () -> source(bench.script("pg_dump \"$@\" | head -c 1000000")));
    fails(
        "an archive is cut, and the exit code is 0",
        () ->
            source(
                settings(
                    bench.tmp(),
                    SERVER.port(),
                    PostgresFormat.CUSTOM,
                    bench.script("pg_dump \"$@\" | head -c 1000000"))));
    fails(
        "an error, after which a wrapper exits with 0",
        () -> source(bench.script("pg_dump \"$@\" --table=no_such_table; exit 0")));
    fails(
        "a wrapper exits with 7 after the whole output",
        () -> source(bench.script("pg_dump \"$@\"; exit 7")));
    fails(
        "100 MB of errors",
        () ->
            source(
                bench.script("head -c 100000000 /dev/zero | tr '\\0' x >&2; echo oh >&2; exit 3")));
    bench.test(
        "grandchild",
        () ->
            bench.finishes(
                "a process that is left behind holds the pipe open",
                source(bench.script("sleep 300 & pg_dump \"$@\"")),
                PostgresFaults::isWhole));
  }

  private void hangs() {
    fails(
        "the dump hangs, with processes of its own (`timeout: 2s`)",
        () ->
            source(
                new PostgresSettings(
                    new SourceSettings(
                        "My Source",
                        "postgres",
                        bench.tmp(),
                        Compression.NONE,
                        Duration.ofSeconds(2)),
                    SERVER.host(),
                    SERVER.port(),
                    database,
                    SERVER.user(),
                    Secret.of(SERVER.password()),
                    TlsMode.OFF,
                    PostgresFormat.PLAIN,
                    bench
                        .script(
                            "trap '' TERM; pg_dump \"$@\" | head -c 1000;"
                                + " (trap '' TERM; sleep 300) & sleep 300")
                        .toString())));
    for (var days : List.of(1, -1)) {
      bench.test(
          "clock " + days,
          () ->
              bench.finishes(
                  "the clock is set %s by a day meanwhile".formatted(days > 0 ? "forward" : "back"),
                  new HeldSource(source(), MB, () -> bench.clock.advance(Duration.ofDays(days))),
                  PostgresFaults::isWhole));
    }
  }

  private void endConnection() throws SQLException {
    try (var connection = SERVER.open(database);
        var statement = connection.createStatement()) {
      statement.execute(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
              + " WHERE application_name = 'backupman' AND datname = current_database()");
    }
  }

  private static void isWhole(Path copy) throws IOException {
    assertThat(Files.readString(copy, StandardCharsets.UTF_8))
        .contains("\n-- PostgreSQL database dump complete\n");
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
                fault, made.source(), "'" + database + "'", "'library'", "'boss'", "'backup'"));
  }

  private PostgresSource source() {
    return source(settings(bench.tmp(), SERVER.port(), PostgresFormat.PLAIN, null));
  }

  private PostgresSource source(Path dumpCommand) {
    return source(settings(bench.tmp(), SERVER.port(), PostgresFormat.PLAIN, dumpCommand));
  }

  private static PostgresSource source(PostgresSettings settings) {
    return new PostgresSource(settings, SearchPath.ofEnvironment());
  }

  private PostgresSettings signIn(String password, String name) {
    return new PostgresSettings(
        Settings.common("postgres", bench.tmp(), Compression.NONE),
        SERVER.host(),
        SERVER.port(),
        name,
        SERVER.user(),
        Secret.of(password),
        TlsMode.OFF,
        PostgresFormat.PLAIN,
        null);
  }

  private PostgresSettings settings(
      Path tmp, int port, PostgresFormat format, @Nullable Path dumpCommand) {
    return new PostgresSettings(
        Settings.common("postgres", tmp, Compression.NONE),
        SERVER.host(),
        port,
        database,
        SERVER.user(),
        Secret.of(SERVER.password()),
        TlsMode.OFF,
        format,
        dumpCommand == null ? null : dumpCommand.toString());
  }
}
