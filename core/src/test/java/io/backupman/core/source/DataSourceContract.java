package io.backupman.core.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.backupman.core.file.SmallDisk;
import io.backupman.core.process.SearchPath;
import io.backupman.core.testing.FreePort;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every kind of database server has to keep when it is dumped by its own program. */
public abstract class DataSourceContract extends DumpFixture {
  /** One for all tests of a server, which do not change it. */
  private static final Map<String, String> LARGE = new ConcurrentHashMap<>();

  protected DataSourceContract(DumpedServer server) {
    super(server);
  }

  @Test
  void theDumpRestoresIntoAnEmptyDatabase() throws Exception {
    server().fill(database());

    Dump dump = write(source());

    String restored = server().createDatabase();
    server().restore(dump, restored);
    assertThat(server().contents(restored))
        .hasSizeGreaterThan(10)
        .isEqualTo(server().contents(database()));
    assertThat(tmp().toFile().list()).containsExactly(NAME);
  }

  @Test
  void signsInWithAPasswordFullOfSpecialCharacters() throws Exception {
    String password = "p'a\"s\\ #;:=wö rd\\n*";
    server().createUser(database(), "special", password);
    DataSource source = server().source(settings().signedInAs("special", password));

    source.check();

    assertThat(write(source).file()).isNotEmptyFile();
  }

  @Test
  void thePasswordIsNeitherInTheArgumentsNorInTheEnvironment() throws Exception {
    Path seen = folder.resolve("seen");
    Path script =
        script(
            "{ env; echo \"$@\"; } > %s; exec %s \"$@\"".formatted(seen, server().dumpProgram()));
    server().createUser(database(), "whispering", "very-secret-word");

    write(
        server().source(settings().signedInAs("whispering", "very-secret-word").dumpedBy(script)));

    assertThat(seen).content().contains("PATH=", database()).doesNotContain("very-secret-word");
    assertThat(tmp().toFile().list()).containsExactly(NAME);
  }

  /** What is in the pipe by then still comes. */
  @ParameterizedTest
  @ValueSource(ints = {1, 100_000, 1_000_000})
  void aProgramThatIsKilledAtSomePointIsSaid(int bytes) throws Exception {
    assertDumpFails(
        new HeldSource(
            server().source(settings().inDatabase(large())),
            bytes,
            () -> server().dumps().forEach(ProcessHandle::destroyForcibly)),
        "was killed by signal 9 while it dumped '" + large() + "'");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 100_000, 1_000_000})
  void aConnectionEndedByTheServerAtSomePointIsSaid(int bytes) throws Exception {
    assertDumpFails(
        new HeldSource(
            server().source(settings().inDatabase(large())),
            bytes,
            () -> server().endConnection(large())),
        "The connection to %s:%d was lost while".formatted(settings().host(), settings().port()));
  }

  private String large() throws SQLException {
    String address = settings().host() + ":" + settings().port();
    String made = LARGE.get(address);
    if (made == null) {
      made = server().createDatabase();
      server().enlarge(made);
      LARGE.put(address, made);
    }
    return made;
  }

  @Test
  void anInterruptEndsTheProgramAndLeavesNothing() throws Exception {
    execute("CREATE TABLE a (id INT)");
    try (Connection connection = server().open(database());
        Statement lock = connection.createStatement()) {
      connection.setAutoCommit(false);
      lock.execute(server().lock("a"));
      RunningDump running = new RunningDump(source(), NAME);
      await().until(() -> server().isWaiting(database()));

      running.interrupt();

      assertThat(running.outcome()).isInstanceOf(InterruptedException.class);
      assertThat(tmp()).isEmptyDirectory();
    }
  }

  @Test
  void aWrongPasswordIsSaid() {
    assertThatExceptionOfType(SourceException.class)
        .isThrownBy(
            () -> write(server().source(settings().signedInAs(settings().user(), "wrong-word"))))
        .withMessageContaining("did not let the user '" + settings().user() + "' in")
        .withMessageNotContaining("wrong-word");
    assertFails(
        settings().signedInAs(settings().user(), "wrong-word"), ": check user and password");
  }

  @Test
  void anUnknownDatabaseIsSaid() {
    assertFails(
        settings().inDatabase("no_such_one"),
        "There is no database 'no_such_one' on %s:%d"
            .formatted(settings().host(), settings().port()));
  }

  @Test
  void aServerThatDoesNotAnswerIsSaid() {
    int port = FreePort.find();
    assertFails(settings().at("127.0.0.1", port), "127.0.0.1:" + port + " could not be reached");
  }

  @Test
  void anUnknownHostIsSaid() {
    assertFails(
        settings().at("no-such-host.invalid", 3306),
        "no-such-host.invalid:3306 could not be reached");
  }

  @Test
  void missingPrivilegesAreSaid() throws Exception {
    server().createPoorUser(database(), "poor", "word");
    execute("CREATE TABLE t (id INT)", "CREATE VIEW v AS SELECT * FROM t");

    assertDumpFails(
        settings().signedInAs("poor", "word"),
        "The user 'poor' lacks a privilege to dump '" + database() + "'");
  }

  @Test
  void anOutputThatIsCutIsSaidThoughTheProgramClaimsSuccess() throws Exception {
    server().fill(database());

    assertDumpFails(
        settings().dumpedBy(script(server().dumpProgram() + " \"$@\" | head -c 100000")),
        "its output is not whole: the last line");
  }

  @Test
  void aProgramThatFailsAfterAWholeOutputIsNotBelieved() throws Exception {
    assertDumpFails(
        settings().dumpedBy(script(server().dumpProgram() + " \"$@\"; exit 7")),
        "wrapper failed with exit code 7");
  }

  @Test
  void hugeErrorsAreShortenedAndThePasswordInThemIsMasked() throws Exception {
    Path script =
        script(
            "[ \"$1\" = --version ] && exit 0; head -c 9000000 /dev/zero | tr '\\0' x >&2; %s >&2; exit 3"
                .formatted(server().printsPassword()));
    server().createUser(database(), "whispering", "very-secret-word");
    ServerSettings settings =
        settings().signedInAs("whispering", "very-secret-word").dumpedBy(script);

    assertThatExceptionOfType(SourceException.class)
        .isThrownBy(() -> write(server().source(settings)))
        .withMessageContaining("exit code 3")
        .withMessageContaining("***")
        .withMessageNotContaining("very-secret-word")
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(1_000));
    assertThat(tmp()).isEmptyDirectory();
  }

  @Test
  void aFullDiskIsSaid() throws Exception {
    server().fill(database());
    try (SmallDisk disk = SmallDisk.mount("size=128k")) {
      assertDumpFails(
          server().settings(database(), disk.folder()), "No space left in " + disk.folder());
    }
  }

  @Test
  void withoutADumpProgramItSaysWhatToInstall() {
    DataSource source = server().source(settings(), new SearchPath(List.of(folder)));
    for (ThrowingCallable use : List.<ThrowingCallable>of(() -> write(source), source::check)) {
      assertThatExceptionOfType(SourceException.class)
          .isThrownBy(use)
          .withMessageContaining("Install the package")
          .withMessageContaining("-client (Debian, Ubuntu")
          .withMessageContaining("dump_command");
    }
    assertThat(tmp().toFile().list()).isNullOrEmpty();
  }

  @Test
  void aMissingDumpCommandIsSaid() {
    assertDumpFails(
        settings().dumpedBy(Path.of("/no/such/dump")),
        "The dump_command /no/such/dump was not found");
  }

  @Test
  void aCommandInOneTextIsExplained() {
    DataSource source = server().source(settings().dumpedBy(Path.of("docker exec db x")));

    assertThatExceptionOfType(SourceException.class)
        .isThrownBy(source::check)
        .withMessageContaining("The dump_command docker exec db x was not found")
        .withMessageEndingWith("is a list: dump_command: [docker, exec, db, x].");
  }
}
