package io.backupman.core.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.core.process.SearchPath;
import io.backupman.core.testing.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** What may happen to a dump of a database server, whichever it is. */
public abstract class ServerFaults {
  private static final long MB = 1_000_000;

  /** The version is asked for too, of a wrapper. */
  private static final String VERSION = "[ \"$1\" = --version ] && exec %1$s \"$@\"; ";

  protected final FaultBench bench;
  protected final DumpedServer server;
  protected final String database;
  private long size;

  protected ServerFaults(FaultBench bench, DumpedServer server) {
    this.bench = bench;
    this.server = server;
    this.database = server.createDatabase();
  }

  /** What the section is called. */
  protected abstract String heading();

  /** What the documentation calls the database. */
  protected abstract String documentedAs();

  /** What the last line of every whole dump holds. */
  protected abstract String lastLine();

  /** Adds all of them. */
  public final void add() {
    bench.section(heading());
    bench.test(
        "baseline",
        () -> {
          server.fill(database);
          server.enlarge(database);
          var ended = bench.finishes("nothing", source(), this::isWhole);
          size = Long.parseLong(String.valueOf(ended.snapshot().sizeBytes()));
          assertThat(size).isGreaterThan(20 * MB);
        });
    disks();
    signIn();
    ends();
    cut();
    wrappers();
    hangs();
    clocks();
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
                  server.source(server.settings(database, disk.folder())),
                  disk.folder().toString(),
                  "DISK");
            }
          });
    }
  }

  private void signIn() {
    fails(
        "a wrong password",
        () -> server.source(settings().signedInAs(settings().user(), "wrong-word")));
    fails(
        "no such database",
        () -> server.source(settings().inDatabase("no_such_" + documentedAs())));
    fails(
        "the server does not run",
        () -> server.source(settings().at("127.0.0.1", FreePort.find())));
    fails("there is no dump program", () -> server.source(settings(), new SearchPath(List.of())));
  }

  private void ends() {
    for (var bytes : List.of(1L, MB, 6 * MB)) {
      fails(
          "the dump program is killed after " + words(bytes),
          () ->
              new HeldSource(
                  source(), bytes, () -> server.dumps().forEach(ProcessHandle::destroyForcibly)));
    }
    for (var bytes : List.of(1L, MB)) {
      fails(
          "the server ends the connection after " + words(bytes),
          () -> new HeldSource(source(), bytes, () -> server.endConnection(database)));
    }
  }

  private static String words(long bytes) {
    return bytes == 1 ? "1 byte" : bytes / MB + " MB";
  }

  /** An output that is cut. */
  protected void cut() {
    fails(
        "the output is cut, and the exit code is 0",
        () -> wrapped("%1$s \"$@\" | head -c 1000000"));
  }

  private void wrappers() {
    fails(
        "an error, after which a wrapper exits with 0",
        () -> wrapped("%1$s \"$@\" " + noSuchTable() + "; exit 0"));
    fails("a wrapper exits with 7 after the whole output", () -> wrapped("%1$s \"$@\"; exit 7"));
    fails(
        "100 MB of errors",
        () -> wrapped("head -c 100000000 /dev/zero | tr '\\0' x >&2; echo oh >&2; exit 3"));
    bench.test(
        "grandchild",
        () ->
            bench.finishes(
                "a process that is left behind holds the pipe open",
                wrapped("sleep 300 & %1$s \"$@\""),
                this::isWhole));
  }

  /** Arguments for a table that is not there. */
  protected abstract String noSuchTable();

  private void hangs() {
    fails(
        "the dump hangs, with processes of its own (`timeout: 2s`)",
        () ->
            server.source(
                settings()
                    .with(
                        new SourceSettings(
                            "My Source",
                            settings().common().provider(),
                            bench.tmp(),
                            Compression.NONE,
                            Duration.ofSeconds(2)))
                    .dumpedBy(
                        script(
                            "trap '' TERM; %1$s \"$@\" | head -c 1000;"
                                + " (trap '' TERM; sleep 300) & sleep 300"))));
  }

  private void clocks() {
    for (var days : List.of(1, -1)) {
      bench.test(
          "clock " + days,
          () ->
              bench.finishes(
                  "the clock is set %s by a day meanwhile".formatted(days > 0 ? "forward" : "back"),
                  new HeldSource(source(), MB, () -> bench.clock.advance(Duration.ofDays(days))),
                  this::isWhole));
    }
  }

  /** What may happen to no other server. */
  protected void others() {}

  /** A dump that fails. */
  protected final void fails(String fault, Made made) {
    bench.test(
        fault,
        () ->
            bench.fails(
                fault,
                made.source(),
                "'" + database + "'",
                "'" + documentedAs() + "'",
                "'" + settings().user() + "'",
                "'backup'",
                settings().host() + ":" + settings().port(),
                "HOST:PORT"));
  }

  /** Makes a data source. */
  protected interface Made {
    DataSource source() throws IOException, SQLException;
  }

  protected final ServerSettings settings() {
    return server.settings(database, bench.tmp());
  }

  private DataSource source() {
    return server.source(settings());
  }

  private DataSource wrapped(String body) throws IOException {
    return server.source(settings().dumpedBy(script(body)));
  }

  /** A program in place of the dump program, which it may call as {@code %1$s}. */
  protected final Path script(String body) throws IOException {
    return bench.script((VERSION + body).formatted(server.dumpProgram()));
  }

  protected final void isWhole(Path copy) throws IOException {
    assertThat(Files.readString(copy)).contains("\n" + lastLine());
  }
}
