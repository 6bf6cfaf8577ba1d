package io.backupman.core.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.backupman.core.file.SmallDisk;
import io.backupman.core.net.TlsMode;
import io.backupman.core.process.SearchPath;
import io.backupman.core.source.Compression;
import io.backupman.core.source.DataSource;
import io.backupman.core.source.Dump;
import io.backupman.core.source.DumpWriter;
import io.backupman.core.source.FakeSource;
import io.backupman.core.source.FaultBench;
import io.backupman.core.source.HeldSource;
import io.backupman.core.source.PostgresFormat;
import io.backupman.core.source.PostgresSettings;
import io.backupman.core.source.Processes;
import io.backupman.core.source.RunningDump;
import io.backupman.core.source.Settings;
import io.backupman.core.source.SourceException;
import io.backupman.core.source.mariadb.SampleLibrary;
import io.backupman.core.source.program.ScriptOutput;
import io.backupman.core.testing.PostgresServer;
import io.backupman.notifier.spi.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class PostgresSourceTest {
  private static final String NAME = "a.dump";
  private static final PostgresServer SERVER = PostgresServer.shared();
  private static final int LARGE_PICTURES = 20;

  @TempDir Path folder;
  private final String database = SERVER.createDatabase();
  private final Set<Long> processesBefore = processes();

  @AfterEach
  void noProcessIsLeft() {
    await()
        .atMost(Duration.ofSeconds(5))
        .untilAsserted(() -> assertThat(processesBefore).containsAll(processes()));
  }

  private static Set<Long> processes() {
    return Processes.beside("postgres").map(ProcessHandle::pid).collect(Collectors.toSet());
  }

  @ParameterizedTest
  @EnumSource
  void theDumpRestoresIntoAnEmptyDatabase(PostgresFormat format) throws Exception {
    SampleLibrary.fill(SERVER, database);
    var tmp = folder.resolve("tmp");

    var restored = restored(write(source(settings(tmp, format, null))), format);

    assertThat(SampleLibrary.checksums(SERVER, restored))
        .containsKeys("public.book", "\"we\"\"ird schema\".\"ta`ble\"", "public.counted")
        .isEqualTo(SampleLibrary.checksums(SERVER, database));
    assertThat(SampleLibrary.objects(SERVER, restored))
        .hasSizeGreaterThan(15)
        .isEqualTo(SampleLibrary.objects(SERVER, database));
    assertThat(tmp.toFile().list()).containsExactly(NAME);
  }

  @ParameterizedTest
  @EnumSource
  void theDumpIsOneMomentThoughOthersWriteMeanwhile(PostgresFormat format) throws Exception {
    execute(
        "CREATE TABLE a_account (id int PRIMARY KEY, amount bigint)",
        "CREATE TABLE z_account (id int PRIMARY KEY, amount bigint)",
        "INSERT INTO a_account SELECT n, 100 FROM generate_series(1, 20000) n",
        "INSERT INTO z_account SELECT n, 100 FROM generate_series(1, 20000) n");
    var stop = new AtomicBoolean();
    var transfers = new AtomicInteger();
    var writer = Thread.ofVirtual().start(() -> transfer(stop, transfers));
    await().until(() -> transfers.get() > 0);
    var before = transfers.get();

    var dump = write(source(settings(folder.resolve("tmp"), format, null)));

    var during = transfers.get() - before;
    stop.set(true);
    writer.join();
    assertThat(during).as("transfers during the dump").isPositive();
    var restored = restored(dump, format);
    try (var connection = SERVER.open(restored)) {
      assertThat(
              number(
                  connection,
                  "SELECT (SELECT sum(amount) FROM a_account) + (SELECT sum(amount) FROM z_account)"))
          .isEqualTo(4_000_000);
    }
  }

  private void transfer(AtomicBoolean stop, AtomicInteger transfers) {
    try (var connection = SERVER.open(database);
        var statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      while (!stop.get()) {
        var id = transfers.get() % 20_000 + 1;
        statement.execute("UPDATE a_account SET amount = amount - 7 WHERE id = " + id);
        statement.execute("UPDATE z_account SET amount = amount + 7 WHERE id = " + id);
        connection.commit();
        transfers.incrementAndGet();
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void signsInWithNamesAndAPasswordFullOfSpecialCharacters() throws Exception {
    var password = "p'a\"s\\ #;:=wö rd\\:*";
    var name = "da=ta base?&/%";
    createUser("spe cial", password);
    execute(
        "CREATE DATABASE \"" + name + "\"",
        "ALTER DATABASE \"" + name + "\" OWNER TO \"spe cial\"");
    var source = source(settings("spe cial", password, name, SERVER.port()));

    source.check();

    assertThat(Files.readString(write(source).file())).contains(ScriptOutput.POSTGRES_END);
    execute("DROP DATABASE \"" + name + "\"");
  }

  @Test
  void thePasswordIsNeitherInTheArgumentsNorInTheEnvironment() throws Exception {
    var seen = folder.resolve("seen");
    var script = script("{ env; echo \"$@\"; } > " + seen + "; exec pg_dump \"$@\"");

    write(source(settings(folder.resolve("tmp"), PostgresFormat.PLAIN, script)));

    assertThat(seen)
        .content()
        .contains("--no-password", "PGPASSFILE=")
        .doesNotContain(SERVER.password());
    assertThat(folder.resolve("tmp").toFile().list()).containsExactly(NAME);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 1_000_000, 6_000_000})
  void aProgramThatIsKilledAtSomePointIsSaid(int bytes) throws Exception {
    SampleLibrary.fill(SERVER, database);
    SampleLibrary.addPictures(SERVER, database, LARGE_PICTURES);

    assertEndsAt(
        bytes,
        () -> Processes.of("pg_dump").forEach(ProcessHandle::destroyForcibly),
        "pg_dump was killed by signal 9 while it dumped '" + database + "'");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 1_000_000, 6_000_000})
  void aConnectionEndedByTheServerAtSomePointIsSaid(int bytes) throws Exception {
    SampleLibrary.fill(SERVER, database);
    SampleLibrary.addPictures(SERVER, database, LARGE_PICTURES);

    assertEndsAt(
        bytes,
        () ->
            execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    + " WHERE application_name = 'backupman'"),
        "The connection to 127.0.0.1:" + SERVER.port() + " was lost while");
  }

  @Test
  void anInterruptEndsTheProgramAndLeavesNothing() throws Exception {
    execute("CREATE TABLE t (id int)");
    try (var connection = SERVER.open(database);
        var lock = connection.createStatement()) {
      connection.setAutoCommit(false);
      lock.execute("LOCK TABLE t");
      var running = new RunningDump(source(settings(folder, PostgresFormat.PLAIN, null)), NAME);
      awaitWaiting();

      running.interrupt();

      assertThat(running.outcome()).isInstanceOf(InterruptedException.class);
      assertThat(folder).isEmptyDirectory();
    }
  }

  @Test
  void aTableThatIsDroppedMeanwhileIsLeftOutOnTheSecondTry() throws Exception {
    execute("CREATE TABLE a (id int)", "CREATE TABLE b (id int)", "INSERT INTO a VALUES (4711)");
    try (var connection = SERVER.open(database);
        var change = connection.createStatement()) {
      connection.setAutoCommit(false);
      change.execute("LOCK TABLE b");
      var running = new RunningDump(source(settings(folder, PostgresFormat.PLAIN, null)), NAME);
      awaitWaiting();

      change.execute("DROP TABLE b");
      connection.commit();

      assertThat(running.outcome()).isInstanceOf(Dump.class);
      assertThat(running.passes()).as("how often it was begun").isEqualTo(2);
    }
  }

  @Test
  void aWrongPasswordIsSaid() {
    assertFails(
        settings("boss", "wrong-word", database, SERVER.port()),
        "did not let the user 'boss' in: check user and password");
  }

  @Test
  void anUnknownUserIsSaid() {
    assertFails(
        settings("nobody", "wrong-word", database, SERVER.port()),
        "did not let the user 'nobody' in: check user and password");
  }

  @Test
  void anUnknownDatabaseIsSaid() {
    assertFails(
        settings("boss", SERVER.password(), "no_such_one", SERVER.port()),
        "There is no database 'no_such_one' on 127.0.0.1:" + SERVER.port());
  }

  @Test
  void aServerThatDoesNotAnswerIsSaid() throws Exception {
    int port;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    assertFails(
        settings("boss", "word", database, port), "127.0.0.1:" + port + " could not be reached");
  }

  @Test
  void anUnknownHostIsSaid() {
    assertFails(
        new PostgresSettings(
            Settings.common("postgres", folder, Compression.NONE),
            "no-such-host.invalid",
            5432,
            "d",
            "u",
            Secret.of("word"),
            TlsMode.OFF,
            PostgresFormat.PLAIN,
            null),
        "no-such-host.invalid:5432 could not be reached");
  }

  @ParameterizedTest
  @EnumSource(names = {"VERIFY", "SKIP_VERIFY"})
  void aServerWithoutEncryptionIsRefusedWhereItIsWanted(TlsMode tls) {
    assertFails(
        encrypted(SERVER, database, tls),
        "No encrypted connection to 127.0.0.1:" + SERVER.port() + " could be made");
  }

  @Test
  void aServerWithACertificateThatNobodyVouchesForIsUsedOnlyIfThatIsSaid() throws Exception {
    try (var encrypting = PostgresServer.start()) {
      var name = encrypting.createDatabase();
      encrypting.encrypt();
      var skipping = source(encrypted(encrypting, name, TlsMode.SKIP_VERIFY));
      await().untilAsserted(skipping::check);

      assertThat(Files.readString(write(skipping).file())).contains(ScriptOutput.POSTGRES_END);
      Files.delete(folder.resolve(NAME));
      assertFails(
          encrypted(encrypting, name, TlsMode.VERIFY),
          "No encrypted connection to 127.0.0.1:" + encrypting.port() + " could be made");
    }
  }

  private PostgresSettings encrypted(PostgresServer server, String name, TlsMode tls) {
    return new PostgresSettings(
        Settings.common("postgres", folder, Compression.NONE),
        server.host(),
        server.port(),
        name,
        server.user(),
        Secret.of(server.password()),
        tls,
        PostgresFormat.PLAIN,
        null);
  }

  @Test
  void missingPrivilegesAreSaid() throws Exception {
    createUser("poor", "word");
    execute("CREATE TABLE t (id int)");

    assertDumpFails(
        source(settings("poor", "word", database, SERVER.port())),
        "The user 'poor' lacks a privilege to dump '" + database + "'");
  }

  @Test
  void rowsThatAreHiddenFromTheUserAreSaid() throws Exception {
    createUser("blind", "word");
    execute(
        "CREATE TABLE t (id int)",
        "GRANT SELECT ON t TO blind",
        "ALTER TABLE t ENABLE ROW LEVEL SECURITY",
        "CREATE POLICY hides ON t USING (id > 1)");

    assertDumpFails(
        source(settings("blind", "word", database, SERVER.port())),
        "Row-level security hides rows of '"
            + database
            + "' from the user 'blind', so the dump would not be whole: ALTER ROLE \"blind\" BYPASSRLS;");
  }

  @Test
  void theLeastPrivilegesAreEnoughAlsoThroughARole() throws Exception {
    execute("DROP ROLE IF EXISTS readers", "CREATE ROLE readers");
    createUser("heir", "word");
    execute(
        "CREATE SCHEMA hidden",
        "CREATE TABLE hidden.t (id serial, x text)",
        "GRANT pg_read_all_data TO readers",
        "GRANT readers TO heir");
    var source = source(settings("heir", "word", database, SERVER.port()));

    assertThat(Files.readString(write(source).file())).contains("hidden.t_id_seq", "COPY hidden.t");
    Files.delete(folder.resolve(NAME));
    execute("ALTER ROLE heir NOINHERIT");
    assertDumpFails(
        source,
        "lacks a privilege to dump '%s': GRANT pg_read_all_data TO \"heir\";".formatted(database));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE TABLE hidden.t (id int)",
        "CREATE SEQUENCE hidden.s",
        "CREATE TABLE t (id int)",
        "CREATE SEQUENCE s",
        "CREATE MATERIALIZED VIEW m AS SELECT 1; COMMENT ON MATERIALIZED VIEW m IS 'x'",
        "CREATE VIEW hidden.v AS SELECT 1 AS one",
        "CREATE FUNCTION hidden.f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE PROCEDURE hidden.p() LANGUAGE sql AS 'SELECT 1'",
        "CREATE TYPE hidden.mood AS ENUM ('ok')",
        "CREATE EXTENSION hstore SCHEMA hidden; CREATE PUBLICATION p",
        "CREATE FUNCTION f() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';"
            + " CREATE EVENT TRIGGER e ON sql_drop EXECUTE FUNCTION f()",
        "SELECT lo_from_bytea(4711, 'x')",
      })
  void whatTheUserMayNotSeeIsDumpedOrMakesTheDumpFail(String sql) throws Exception {
    createUser("curious", "word");
    execute("CREATE SCHEMA hidden", sql);
    var all = objectsIn(write(source(settings(folder, PostgresFormat.PLAIN, null))));
    Files.delete(folder.resolve(NAME));
    var source = source(settings("curious", "word", database, SERVER.port()));
    try {
      assertThat(objectsIn(write(source))).isEqualTo(all);
    } catch (SourceException e) {
      assertThat(e).hasMessageContaining("GRANT ").hasMessageContaining("\"curious\"");
    }
  }

  private static List<String> objectsIn(Dump dump) throws IOException {
    try (var lines = Files.lines(dump.file())) {
      return lines.filter(line -> line.startsWith("-- Name: ")).toList();
    }
  }

  @Test
  void largeObjectsThatTheUserMayNotReadAreSaidWithTheGrantThatHelps() throws Exception {
    createUser("reader", "word");
    execute("SELECT lo_from_bytea(4711, 'x')", "GRANT pg_read_all_data TO reader");
    var source = source(settings("reader", "word", database, SERVER.port()));

    assertDumpFails(source, "GRANT SELECT ON LARGE OBJECT … TO \"reader\";");

    execute("GRANT SELECT ON LARGE OBJECT 4711 TO reader");
    assertThat(Files.readString(write(source).file())).contains("lo_open('4711'");
  }

  @Test
  void subscriptionsThatTheProgramLeavesOutAreSaid() throws Exception {
    createUser("subscriber", "word");
    execute(
        "GRANT pg_read_all_data TO subscriber",
        "CREATE SUBSCRIPTION s CONNECTION 'host=nowhere' PUBLICATION p"
            + " WITH (connect = false, slot_name = NONE)");

    assertDumpFails(
        source(settings("subscriber", "word", database, SERVER.port())),
        "has subscriptions, which pg_dump leaves out for the user 'subscriber'");
    assertThat(Files.readString(write(source(settings(folder, PostgresFormat.PLAIN, null))).file()))
        .contains("CREATE SUBSCRIPTION s ");
    execute("DROP SUBSCRIPTION s");
  }

  @Test
  void optionsOfUserMappingsThatTheUserMayNotSeeAreSaid() throws Exception {
    createUser("mapped", "word");
    execute(
        "GRANT pg_read_all_data TO mapped",
        "CREATE EXTENSION postgres_fdw",
        "CREATE SERVER far FOREIGN DATA WRAPPER postgres_fdw",
        "CREATE USER MAPPING FOR mapped SERVER far OPTIONS (user 'x', password 'own')");
    var source = source(settings("mapped", "word", database, SERVER.port()));
    assertDumpFails(
        source, "may not see the options of the user mapping of 'mapped' for the server 'far'");

    execute("GRANT USAGE ON FOREIGN SERVER far TO mapped");
    assertThat(Files.readString(write(source).file())).contains("password 'own'");
    Files.delete(folder.resolve(NAME));

    execute("CREATE USER MAPPING FOR PUBLIC SERVER far OPTIONS (user 'y')");
    assertDumpFails(source, "user mapping of 'public' for the server 'far'");
  }

  @Test
  void aServerThatIsNewerThanTheProgramIsSaid() throws Exception {
    var script =
        script(
            "echo 'pg_dump: error: aborting because of server version mismatch' >&2;"
                + " echo 'pg_dump: detail: server version: 18.1; pg_dump version: 15.18' >&2; exit 1");

    assertDumpFails(
        source(settings(folder.resolve("tmp"), PostgresFormat.PLAIN, script)),
        "The dump program is older than the server");
  }

  @Test
  void aScriptThatIsCutIsSaidThoughTheProgramClaimsSuccess() throws Exception {
    SampleLibrary.fill(SERVER, database);
    var script = script("pg_dump \"$@\" | head -c 100000");

    assertDumpFails(
        source(settings(folder.resolve("tmp"), PostgresFormat.PLAIN, script)),
        "its output is not whole: the last line \"-- PostgreSQL database dump complete\"");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 100, 10_000, 200_000})
  void anArchiveThatIsCutIsSaidThoughTheProgramClaimsSuccess(int bytes) throws Exception {
    SampleLibrary.fill(SERVER, database);
    var script = script("pg_dump \"$@\" | head -c " + bytes);

    assertDumpFails(
        source(settings(folder.resolve("tmp"), PostgresFormat.CUSTOM, script)),
        "The archive is not whole: pg_restore could not read it to its end.");
  }

  @ParameterizedTest
  @EnumSource
  void aProgramThatFailsAfterAWholeOutputIsNotBelieved(PostgresFormat format) throws Exception {
    var script = script("pg_dump \"$@\"; exit 7");

    assertDumpFails(
        source(settings(folder.resolve("tmp"), format, script)), "wrapper failed with exit code 7");
  }

  @Test
  void whatNewerProgramsAddAfterTheLastLineIsNoCut() throws Exception {
    var script = script("pg_dump \"$@\"; printf '\\\\unrestrict 8gX\\n\\n'");

    var dump = write(source(settings(folder.resolve("tmp"), PostgresFormat.PLAIN, script)));

    assertThat(Files.readString(dump.file())).endsWith("\\unrestrict 8gX\n\n");
  }

  @Test
  void hugeErrorsAreShortenedAndThePasswordInThemIsMasked() throws Exception {
    var script =
        script("head -c 9000000 /dev/zero | tr '\\0' x >&2; cat \"$PGPASSFILE\" >&2; exit 3");

    assertThatExceptionOfType(SourceException.class)
        .isThrownBy(
            () -> write(source(settings(folder.resolve("tmp"), PostgresFormat.PLAIN, script))))
        .withMessageContaining("exit code 3")
        .withMessageContaining("***")
        .withMessageNotContaining(SERVER.password())
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(1_000));
  }

  @Test
  void aReaderThatHangsIsEndedWithTheInterrupt() throws Exception {
    SampleLibrary.fill(SERVER, database);
    SampleLibrary.addPictures(SERVER, database, LARGE_PICTURES);
    program("pg_restore", "exec sleep 300");
    program(
        "pg_dump", "exec " + SearchPath.ofEnvironment().find("pg_dump").orElseThrow() + " \"$@\"");
    var source =
        new PostgresSource(
            settings(folder.resolve("tmp"), PostgresFormat.CUSTOM, null),
            new SearchPath(List.of(folder)));
    var running = new RunningDump(source, NAME);
    await().until(() -> Processes.of("sleep").findAny().isPresent());

    running.interrupt();

    assertThat(running.outcome()).isInstanceOf(InterruptedException.class);
    assertThat(folder.resolve("tmp")).isEmptyDirectory();
  }

  @Test
  void theReaderIsTheOneBesideTheDumpProgram() throws Exception {
    program("pg_restore", "cat > /dev/null; echo 'of this version' >&2; exit 1");
    var script = script("exec pg_dump \"$@\"");

    assertDumpFails(
        source(settings(folder.resolve("tmp"), PostgresFormat.CUSTOM, script)), "of this version");
  }

  @Test
  void aFullDiskIsSaid() throws Exception {
    SampleLibrary.fill(SERVER, database);
    try (var disk = SmallDisk.mount("size=128k")) {
      assertThatExceptionOfType(SourceException.class)
          .isThrownBy(() -> write(source(settings(disk.folder(), PostgresFormat.PLAIN, null))))
          .withMessageStartingWith("No space left in " + disk.folder());
      assertThat(disk.folder()).isEmptyDirectory();
    }
  }

  @Test
  void withoutTheProgramsItSaysWhatToInstall() throws Exception {
    var path = new SearchPath(List.of(folder));
    var settings = settings(folder.resolve("tmp"), PostgresFormat.CUSTOM, null);
    assertThatExceptionOfType(SourceException.class)
        .isThrownBy(() -> write(new PostgresSource(settings, path)))
        .withMessageStartingWith("pg_dump was not found on the PATH. Install the package")
        .withMessageEndingWith("or name the program in dump_command.");
    program("pg_dump", "exit 0");
    assertThatExceptionOfType(SourceException.class)
        .isThrownBy(() -> new PostgresSource(settings, path).check())
        .withMessageStartingWith("pg_restore was not found on the PATH. Install the package");
  }

  /** Does something when the dump has come so far; what is in the pipe then still comes. */
  private void assertEndsAt(int bytes, FaultBench.Deed deed, String sentence) {
    var source = source(settings(folder, PostgresFormat.PLAIN, null));
    var held = new FakeSource(folder, Compression.NONE, new HeldSource(source, bytes, deed)::dump);
    assertThatExceptionOfType(SourceException.class)
        .isThrownBy(() -> write(held))
        .withMessageContaining(sentence);
    assertThat(folder).isEmptyDirectory();
  }

  private void awaitWaiting() {
    await().until(this::isWaiting);
  }

  private boolean isWaiting() throws SQLException {
    try (var connection = SERVER.open(database)) {
      return number(
              connection,
              "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'backupman'"
                  + " AND wait_event_type = 'Lock' AND datname = current_database()")
          > 0;
    }
  }

  private static long number(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private void assertFails(PostgresSettings settings, String sentence) {
    var source = source(settings);
    assertThatExceptionOfType(SourceException.class)
        .isThrownBy(source::check)
        .withMessageContaining(sentence);
    assertDumpFails(source, sentence);
  }

  private static void assertDumpFails(PostgresSource source, String sentence) {
    assertThatExceptionOfType(SourceException.class)
        .isThrownBy(() -> write(source))
        .withMessageContaining(sentence)
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("wrong-word"));
    assertThat(source.settings().tmpFolder()).isEmptyDirectory();
  }

  private PostgresSettings settings(String user, String password, String name, int port) {
    return new PostgresSettings(
        Settings.common("postgres", folder, Compression.NONE),
        SERVER.host(),
        port,
        name,
        user,
        Secret.of(password),
        TlsMode.OFF,
        PostgresFormat.PLAIN,
        null);
  }

  private PostgresSettings settings(Path tmp, PostgresFormat format, @Nullable Path dumpCommand) {
    return new PostgresSettings(
        Settings.common("postgres", tmp, Compression.NONE),
        SERVER.host(),
        SERVER.port(),
        database,
        SERVER.user(),
        Secret.of(SERVER.password()),
        TlsMode.OFF,
        format,
        dumpCommand == null ? null : dumpCommand.toString());
  }

  private static PostgresSource source(PostgresSettings settings) {
    return new PostgresSource(settings, SearchPath.ofEnvironment());
  }

  private static Dump write(DataSource source) throws InterruptedException {
    return new DumpWriter().write(source, NAME, bytes -> {});
  }

  private Path script(String body) throws IOException {
    return program("wrapper", body);
  }

  private Path program(String name, String body) throws IOException {
    var script = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + body + "\n");
    assertThat(script.toFile().setExecutable(true)).isTrue();
    return script;
  }

  private void createUser(String user, String password) throws SQLException {
    var literal = "'" + password.replace("'", "''") + "'";
    execute(
        "DROP ROLE IF EXISTS \"" + user + "\"",
        "CREATE ROLE \"" + user + "\" LOGIN PASSWORD " + literal);
  }

  private void execute(String... script) throws SQLException {
    try (Connection connection = SERVER.open(database);
        Statement statement = connection.createStatement()) {
      for (String sql : script) {
        statement.execute(sql);
      }
    }
  }

  private String restored(Dump dump, PostgresFormat format)
      throws IOException, InterruptedException {
    var name = SERVER.createDatabase();
    var command =
        new ArrayList<String>(
            format == PostgresFormat.PLAIN
                ? List.of(
                    "psql", "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--output=/dev/null")
                : List.of("pg_restore", "--exit-on-error"));
    command.addAll(
        List.of(
            "--host=" + SERVER.host(),
            "--port=" + SERVER.port(),
            "--username=" + SERVER.user(),
            "--dbname=" + name,
            format == PostgresFormat.PLAIN ? "--file=" + dump.file() : dump.file().toString()));
    var builder = new ProcessBuilder(command).inheritIO();
    builder.environment().put("PGPASSWORD", SERVER.password());
    assertThat(builder.start().waitFor()).isZero();
    return name;
  }
}
