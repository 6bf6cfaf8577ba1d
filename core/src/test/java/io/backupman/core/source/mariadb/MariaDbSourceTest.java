package io.backupman.core.source.mariadb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.backupman.core.file.SmallDisk;
import io.backupman.core.net.TlsMode;
import io.backupman.core.process.SearchPath;
import io.backupman.core.source.Compression;
import io.backupman.core.source.DataSource;
import io.backupman.core.source.Dump;
import io.backupman.core.source.DumpCommand;
import io.backupman.core.source.DumpWriter;
import io.backupman.core.source.MariaDbSettings;
import io.backupman.core.source.Processes;
import io.backupman.core.source.RunningDump;
import io.backupman.core.source.SampleShop;
import io.backupman.core.source.ScratchServer;
import io.backupman.core.source.Settings;
import io.backupman.core.source.SourceException;
import io.backupman.core.source.SourceSettings;
import io.backupman.core.source.VerifiedSource;
import io.backupman.core.testing.MariaDbServer;
import io.backupman.notifier.spi.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class MariaDbSourceTest {
  private static final String NAME = "a.sql.gz";
  private static final MariaDbServer SERVER = MariaDbServer.shared();

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

  @Test
  void theDumpRestoresIntoAnEmptyServerElsewhere() throws Exception {
    try (MariaDbServer here = MariaDbServer.start("--default-time-zone=+05:00");
        MariaDbServer elsewhere = MariaDbServer.start("--default-time-zone=-03:00")) {
      String shop = here.createDatabase();
      SampleShop.fill(here, shop);
      Dump dump = write(new MariaDbSource(settings(here, shop), SearchPath.ofEnvironment()));
      String restored = elsewhere.createDatabase();
      restore(dump, elsewhere, restored);
      assertThat(SampleShop.checksums(elsewhere, restored))
          .hasSize(6)
          .isEqualTo(SampleShop.checksums(here, shop));
      assertThat(SampleShop.programs(elsewhere, restored).keySet())
          .containsExactly(
              "FUNCTION doubled",
              "PROCEDURE purge_all",
              "event nightly",
              "foreign key of_customer",
              "trigger note",
              "view big_order");
      assertThat(SampleShop.programs(elsewhere, restored).toString().replace(restored, ""))
          .isEqualTo(SampleShop.programs(here, shop).toString().replace(shop, ""));
      assertThat(folder.toFile().list()).containsExactly(NAME);
    }
  }

  @Test
  void theHistoryOfSystemVersionedTablesComesBack() throws Exception {
    execute(VERSIONED);
    Dump dump = write(source((Path) null));
    String restored = SERVER.createDatabase();
    restore(dump, SERVER, restored);
    assertThat(dump.warnings()).isEmpty();
    assertThat(history(restored)).hasSize(4).isEqualTo(history(database));
  }

  @Test
  void historyThatTheDumpProgramCannotKeepIsSaid() throws Exception {
    execute(VERSIONED);
    Path old =
        script(
            "[ \"$1\" = --version ] && echo mariadb-dump Ver 10.19 Distrib 10.6.1-MariaDB && exit 0;"
                + " exec mariadb-dump \"$@\"");
    assertThat(write(source(old)).warnings())
        .singleElement()
        .asString()
        .contains("The history of system-versioned tables is not in the dump", "10.11", ": v.");

    execute(
        "CREATE TABLE by_number (id INT PRIMARY KEY,"
            + " a BIGINT UNSIGNED GENERATED ALWAYS AS ROW START,"
            + " b BIGINT UNSIGNED GENERATED ALWAYS AS ROW END,"
            + " PERIOD FOR SYSTEM_TIME (a, b)) WITH SYSTEM VERSIONING");
    assertThat(write(source((Path) null)).warnings())
        .singleElement()
        .asString()
        .contains("is not in the dump (by_number, v)", "by transactions: by_number.");
  }

  private static final String[] VERSIONED = {
    "CREATE TABLE v (id INT PRIMARY KEY, x VARCHAR(20)) WITH SYSTEM VERSIONING",
    "INSERT INTO v VALUES (1, 'a'), (2, 'b')",
    "UPDATE v SET x = 'c' WHERE id = 1",
    "UPDATE v SET x = 'd' WHERE id = 1",
    "DELETE FROM v WHERE id = 2"
  };

  private static List<String> history(String shop) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Connection connection = SERVER.open(shop);
        Statement statement = connection.createStatement();
        ResultSet all =
            statement.executeQuery(
                "SELECT CONCAT_WS(' ', id, x, row_start, row_end) FROM v FOR SYSTEM_TIME ALL"
                    + " ORDER BY id, row_start")) {
      while (all.next()) {
        rows.add(all.getString(1));
      }
    }
    return rows;
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
    assertThat(write(source((Path) null)).warnings())
        .containsExactly(
            "These tables have engines without transactions, so the dump may hold them as they were at different moments: b (MyISAM), c (Aria), d (MEMORY).");
  }

  @Test
  void thatTheServerCouldNotBeAskedIsSaid() throws Exception {
    Path script = script("echo '-- Dump completed on today'");
    MariaDbSettings settings =
        Settings.mariaDb(
            "127.0.0.1", 1, "shop", "root", "x", folder.resolve("tmp"), script.toString());
    assertThat(write(source(settings)).warnings())
        .singleElement()
        .asString()
        .contains("could not be asked what the user 'root' may see");
  }

  @Test
  void aServerIsReachedByItsSocket() throws Exception {
    assumeTrue(SERVER.socket().isPresent(), "The server is not on this machine");
    SampleShop.fill(SERVER, database);
    String path = SERVER.socket().orElseThrow().toString();
    MariaDbSource source = source(socket(path));
    source.check();
    assertThat(plain(write(source))).contains("-- Dump completed");
    VerifiedSource trial = source.verified().orElseThrow();
    assertThat(trial.restore(write(trial)).rows()).isPositive();

    assertFails(socket("/no/such/sock"), "/no/such/sock could not be reached");
  }

  private MariaDbSettings socket(String path) {
    Secret password = Secret.of(SERVER.password());
    String prefix = ScratchServer.USUAL_PREFIX;
    ScratchServer scratch =
        new ScratchServer(path, 1, prefix, SERVER.user(), password, TlsMode.OFF);
    SourceSettings common = Settings.common("mariadb", folder, Compression.GZIP);
    return new MariaDbSettings(
        common,
        path,
        1,
        database,
        SERVER.user(),
        password,
        TlsMode.OFF,
        DumpCommand.USUAL,
        scratch);
  }

  @Test
  void signsInWithAPasswordFullOfSpecialCharacters() throws Exception {
    String password = "p'a\"s\\ #;=wö rd\\n";
    createUser("special", password, "ALL");
    MariaDbSettings settings =
        Settings.mariaDb(SERVER.host(), SERVER.port(), database, "special", password, folder, null);
    MariaDbSource source = new MariaDbSource(settings, SearchPath.ofEnvironment());
    source.check();
    assertThat(plain(write(source))).contains("-- Dump completed");
  }

  @Test
  void thePasswordIsNeitherInTheArgumentsNorInTheEnvironment() throws Exception {
    Path seen = folder.resolve("seen");
    Path script = script("{ env; echo \"$@\"; } > " + seen + "; exec mariadb-dump \"$@\"");
    createUser("whispering", "very-secret-word", "ALL");
    MariaDbSettings settings =
        Settings.mariaDb(
            SERVER.host(),
            SERVER.port(),
            database,
            "whispering",
            "very-secret-word",
            folder.resolve("tmp"),
            script.toString());
    write(new MariaDbSource(settings, SearchPath.ofEnvironment()));
    assertThat(seen).content().contains("--defaults-file=").doesNotContain("very-secret-word");
  }

  @Test
  void theUsersOwnOptionFileChangesNothing() throws Exception {
    Files.writeString(
        folder.resolve(".my.cnf"),
        "[client]\npassword=wrong\n[mysqldump]\nskip-comments\nforce\n[mariadb-dump]\nno-data\n");
    Path script = script("HOME=" + folder + " exec mariadb-dump \"$@\"");
    execute("CREATE TABLE t (id INT)", "INSERT INTO t VALUES (4711)");
    assertThat(plain(write(source(script)))).contains("4711").contains("-- Dump completed");
  }

  @Test
  void aTableThatIsRebuiltMeanwhileIsDumpedOnTheSecondTry() throws Exception {
    execute("CREATE TABLE a (id INT)", "CREATE TABLE b (id INT)", "INSERT INTO b VALUES (4711)");
    try (Connection connection = SERVER.open(database);
        Statement lock = connection.createStatement()) {
      lock.execute("LOCK TABLES a WRITE");
      RunningDump running = new RunningDump(source((Path) null), NAME);
      waitingConnection();
      execute("ALTER TABLE b FORCE");
      lock.execute("UNLOCK TABLES");
      assertThat(running.outcome()).isInstanceOf(Dump.class);
      assertThat(plain((Dump) running.outcome())).contains("4711").contains("-- Dump completed");
      assertThat(running.passes()).as("how often it was begun").isEqualTo(2);
    }
  }

  @Test
  void aKilledProgramIsSaid() throws Exception {
    assertEndsWhileWaiting(
        (dump, connection) ->
            ProcessHandle.current()
                .descendants()
                .filter(process -> process.info().command().orElse("").contains("dump"))
                .forEach(ProcessHandle::destroyForcibly),
        "was killed by signal 9 while it dumped '" + database + "'");
  }

  @Test
  void aConnectionKilledByTheServerIsSaid() throws Exception {
    assertEndsWhileWaiting(
        (dump, connection) -> execute("KILL CONNECTION " + connection),
        "The connection to " + SERVER.host() + ":" + SERVER.port() + " was lost while");
  }

  @Test
  void anInterruptEndsTheProgramAndLeavesNothing() throws Exception {
    RunningDump running = assertEndsBy((dump, connection) -> dump.interrupt());
    assertThat(running.outcome()).isInstanceOf(InterruptedException.class);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aWrongPasswordIsSaid() throws Exception {
    assertFails(
        with("root", "wrong-word", database, SERVER.port()),
        "did not let the user 'root' in (error 1045): check user and password");
  }

  @Test
  void anUnknownDatabaseIsSaid() throws Exception {
    assertFails(
        with(SERVER.user(), SERVER.password(), "no_such_shop", SERVER.port()),
        "There is no database 'no_such_shop' on " + SERVER.host() + ":" + SERVER.port());
  }

  @Test
  void aServerThatDoesNotAnswerIsSaid() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    MariaDbSettings settings =
        Settings.mariaDb("127.0.0.1", port, "shop", "root", "x", folder, null);
    assertFails(settings, "127.0.0.1:" + port + " could not be reached");
  }

  @Test
  void anUnknownHostIsSaid() throws Exception {
    MariaDbSettings settings =
        Settings.mariaDb("no-such-host.invalid", 3306, "shop", "root", "x", folder, null);
    assertFails(settings, "no-such-host.invalid:3306 could not be reached");
  }

  @Test
  void missingPrivilegesAreSaid() throws Exception {
    execute("CREATE TABLE t (id INT)", "CREATE VIEW v AS SELECT * FROM t");
    createUser("poor", "word", "SELECT");
    assertDumpFails(
        source(with("poor", "word", database, SERVER.port())),
        "The user 'poor' lacks a privilege to dump '" + database + "'");
  }

  @Test
  void aBrokenViewIsSaid() throws Exception {
    execute("CREATE TABLE t (id INT)", "CREATE VIEW v AS SELECT * FROM t", "DROP TABLE t");
    assertDumpFails(source((Path) null), "A view of '" + database + "' refers to something");
  }

  @Test
  void aServerWithoutEncryptionIsRefusedWhereItIsWanted() throws Exception {
    try (MariaDbServer plain = MariaDbServer.start("--skip-ssl")) {
      String shop = plain.createDatabase();
      for (TlsMode tls : List.of(TlsMode.VERIFY, TlsMode.SKIP_VERIFY)) {
        MariaDbSettings settings =
            new MariaDbSettings(
                Settings.common("mariadb", folder, Compression.GZIP),
                plain.host(),
                plain.port(),
                shop,
                plain.user(),
                Secret.of(plain.password()),
                tls,
                null);
        assertFails(settings, "No encrypted connection to " + plain.host());
      }
    }
  }

  @Test
  void anOutputThatIsCutIsSaidThoughTheProgramClaimsSuccess() throws Exception {
    execute("CREATE TABLE t (id INT)");
    Path script = script("mariadb-dump \"$@\" | head -c 1000");
    assertDumpFails(source(script), "its output is not whole: the last line");
  }

  @Test
  void aScriptThatFailsAfterAWholeOutputIsNotBelieved() throws Exception {
    Path script = script("mariadb-dump \"$@\"; exit 7");
    assertDumpFails(source(script), "wrapper failed with exit code 7");
  }

  @Test
  void hugeErrorsAreShortenedAndThePasswordInThemIsMasked() throws Exception {
    Path script =
        script(
            "[ \"$1\" = --version ] && exit 0; head -c 9000000 /dev/zero | tr '\\0' x >&2;"
                + " cat \"${1#*=}\" >&2; exit 3");
    assertThatExceptionOfType(SourceException.class)
        .isThrownBy(
            () ->
                write(
                    source(
                        Settings.mariaDb(
                            "127.0.0.1",
                            1,
                            "shop",
                            "root",
                            "very-secret",
                            folder.resolve("tmp"),
                            script.toString()))))
        .withMessageContaining("exit code 3")
        .withMessageContaining("***")
        .withMessageNotContaining("very-secret")
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(1_000));
    assertThat(folder.resolve("tmp")).isEmptyDirectory();
  }

  @Test
  void aScriptThatKnowsNoVersionAndDumpsWhateverItIsAskedIsFine() throws Exception {
    Path script = script("head -c 3000000 /dev/zero; echo; echo '-- Dump completed on today'");
    assertThat(plain(write(source(script)))).hasSizeGreaterThan(3_000_000);
  }

  @Test
  void aProcessThatAScriptLeavesBehindIsEnded() throws Exception {
    Path pid = folder.resolve("pid");
    Path script =
        script(
            "[ \"$1\" = --version ] && exec mariadb-dump \"$@\"; sleep 300 & echo $! > "
                + pid
                + "; mariadb-dump \"$@\" | head -c 100");
    assertDumpFails(source(script), "its output is not whole");
    long left = Long.parseLong(Files.readString(pid).strip());
    await().until(() -> !isRunning(left));
  }

  private static boolean isRunning(long pid) throws IOException {
    Path status = Path.of("/proc", Long.toString(pid), "status");
    return Files.exists(status) && !Files.readString(status).contains("(zombie)");
  }

  @Test
  void aFullDiskIsSaid() throws Exception {
    SampleShop.fill(SERVER, database);
    try (SmallDisk disk = SmallDisk.mount("size=128k")) {
      MariaDbSettings settings = Settings.mariaDb(SERVER, database, disk.folder(), null);
      assertThatExceptionOfType(SourceException.class)
          .isThrownBy(() -> write(source(settings)))
          .withMessageStartingWith("No space left in " + disk.folder());
      assertThat(disk.folder()).isEmptyDirectory();
    }
  }

  @Test
  void withoutADumpProgramItSaysWhatToInstall() {
    MariaDbSource source =
        new MariaDbSource(settings(SERVER, database), new SearchPath(List.of(folder)));
    for (Action action : List.<Action>of(() -> write(source), source::check)) {
      assertThatExceptionOfType(SourceException.class)
          .isThrownBy(action::run)
          .withMessageContaining("Install the package mariadb-client");
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void theDumpProgramMayBeStartedByAnother() throws Exception {
    Path marked = folder.resolve("marked");
    Path script = script("echo \"$1\" > " + marked + "; shift; exec \"$@\"");
    execute("CREATE TABLE v (id INT) WITH SYSTEM VERSIONING");
    MariaDbSettings plain = settings(SERVER, database);
    MariaDbSettings settings =
        new MariaDbSettings(
            plain.common(),
            plain.host(),
            plain.port(),
            plain.dbName(),
            plain.user(),
            plain.password(),
            plain.tls(),
            new DumpCommand(script.toString(), List.of("a b", "mariadb-dump")),
            null);
    Dump dump = write(source(settings));
    assertThat(plain(dump)).contains("-- Dump completed", "insert_history");
    assertThat(marked).hasContent("a b");
  }

  @Test
  void aCommandInOneTextIsExplained() {
    assertThatExceptionOfType(SourceException.class)
        .isThrownBy(
            () -> source(Settings.mariaDb(SERVER, database, folder, "docker exec db x")).check())
        .withMessageContaining("The dump_command docker exec db x was not found")
        .withMessageEndingWith("is a list: dump_command: [docker, exec, db, x].");
  }

  @Test
  void aMissingDumpCommandIsSaid() {
    assertThatExceptionOfType(SourceException.class)
        .isThrownBy(() -> write(source(Path.of("/no/such/dump"))))
        .withMessageContaining("The dump_command /no/such/dump was not found");
  }

  /** A thing to do that may fail. */
  private interface Action {
    void run() throws Exception;
  }

  /** Does something to a dump, given its connection's number. */
  private interface Deed {
    void on(RunningDump dump, long connection) throws Exception;
  }

  private void assertEndsWhileWaiting(Deed deed, String sentence) throws Exception {
    RunningDump running = assertEndsBy(deed);
    assertThat(running.outcome())
        .isInstanceOfSatisfying(
            SourceException.class, e -> assertThat(e.getMessage()).contains(sentence));
    assertThat(folder).isEmptyDirectory();
  }

  /** Holds a dump up half-way, at the second table, and does something to it. */
  private RunningDump assertEndsBy(Deed deed) throws Exception {
    execute("CREATE TABLE a (id INT)", "INSERT INTO a VALUES (1)", "CREATE TABLE b (id INT)");
    try (Connection connection = SERVER.open(database);
        Statement lock = connection.createStatement()) {
      lock.execute("LOCK TABLES b WRITE");
      RunningDump running = new RunningDump(source((Path) null), NAME);
      deed.on(running, waitingConnection());
      assertThat(running.outcome()).isNotNull();
      return running;
    }
  }

  private long waitingConnection() {
    return await()
        .atMost(Duration.ofSeconds(20))
        .until(this::findWaitingConnection, connection -> connection > 0);
  }

  private long findWaitingConnection() throws SQLException {
    try (Connection connection = SERVER.open("");
        PreparedStatement statement =
            connection.prepareStatement(
                "SELECT id FROM information_schema.processlist"
                    + " WHERE db = ? AND state LIKE 'Waiting for table metadata lock%'")) {
      statement.setString(1, database);
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next() ? rows.getLong(1) : 0;
      }
    }
  }

  private void assertFails(MariaDbSettings settings, String sentence) {
    MariaDbSource source = source(settings);
    assertThatExceptionOfType(SourceException.class)
        .isThrownBy(source::check)
        .withMessageContaining(sentence);
    assertDumpFails(source, sentence);
  }

  private void assertDumpFails(MariaDbSource source, String sentence) {
    assertThatExceptionOfType(SourceException.class)
        .isThrownBy(() -> write(source))
        .withMessageContaining(sentence)
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("wrong-word"));
    assertThat(source.settings().tmpFolder()).isEmptyDirectory();
  }

  private MariaDbSettings settings(MariaDbServer server, String shop) {
    return Settings.mariaDb(server, shop, folder, null);
  }

  private MariaDbSettings with(String user, String password, String shop, int port) {
    return Settings.mariaDb(SERVER.host(), port, shop, user, password, folder, null);
  }

  private MariaDbSource source(@Nullable Path dumpCommand) {
    return dumpCommand == null
        ? source(settings(SERVER, database))
        : source(Settings.mariaDb(SERVER, database, folder.resolve("tmp"), dumpCommand.toString()));
  }

  private static MariaDbSource source(MariaDbSettings settings) {
    return new MariaDbSource(settings, SearchPath.ofEnvironment());
  }

  private static Dump write(DataSource source) throws InterruptedException {
    return new DumpWriter().write(source, NAME, bytes -> {});
  }

  private Path script(String body) throws IOException {
    Path script = Files.writeString(folder.resolve("wrapper"), "#!/bin/sh\n" + body + "\n");
    assertThat(script.toFile().setExecutable(true)).isTrue();
    return script;
  }

  private void createUser(String user, String password, String privileges) throws SQLException {
    String literal = "'" + password.replace("\\", "\\\\").replace("'", "\\'") + "'";
    execute(
        "DROP USER IF EXISTS " + user,
        "CREATE USER " + user + " IDENTIFIED BY " + literal,
        "GRANT " + privileges + " ON " + database + ".* TO " + user);
  }

  private void execute(String... script) throws SQLException {
    try (Connection connection = SERVER.open(database);
        Statement statement = connection.createStatement()) {
      for (String sql : script) {
        statement.execute(sql);
      }
    }
  }

  private static String plain(Dump dump) throws IOException {
    try (InputStream in = new GZIPInputStream(Files.newInputStream(dump.file()))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private void restore(Dump dump, MariaDbServer server, String shop)
      throws IOException, InterruptedException {
    Path script = folder.resolve("restored.sql");
    Files.writeString(script, plain(dump));
    Process client =
        new ProcessBuilder(
                "mariadb",
                "--no-defaults",
                "--protocol=tcp",
                "--host=" + server.host(),
                "--port=" + server.port(),
                "--user=" + server.user(),
                "--password=" + server.password(),
                shop)
            .inheritIO()
            .redirectInput(script.toFile())
            .start();
    assertThat(client.waitFor()).isZero();
    Files.delete(script);
  }
}
