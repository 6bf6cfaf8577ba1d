package io.backupman.core.source.mariadb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.backupman.core.net.TlsMode;
import io.backupman.core.process.SearchPath;
import io.backupman.core.source.Dump;
import io.backupman.core.source.DumpCommand;
import io.backupman.core.source.DumpWriter;
import io.backupman.core.source.MariaDbSettings;
import io.backupman.core.source.SampleShop;
import io.backupman.core.source.ScratchServer;
import io.backupman.core.source.Settings;
import io.backupman.core.source.SourceException;
import io.backupman.core.source.VerifiedSource;
import io.backupman.core.source.program.ScratchDatabaseName;
import io.backupman.core.testing.MariaDbServer;
import io.backupman.notifier.spi.Secret;
import io.backupman.notifier.spi.Verification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Dumps of a real MariaDB database, restored on the same server, which runs events. */
@Timeout(120)
class MariaDbRestoreVerifierTest {
  private static final String NAME = "a.sql.gz";

  /** One of its own: what others insert would widen what may be restored. */
  private static @Nullable MariaDbServer started;

  @TempDir Path folder;
  private String shop = "";
  private List<String> databases = List.of();

  @BeforeAll
  static void start() {
    started = MariaDbServer.start("--event-scheduler=ON");
  }

  @AfterAll
  static void stop() {
    server().close();
  }

  private static MariaDbServer server() {
    var server = started;
    if (server == null) {
      throw new IllegalStateException("It is not started.");
    }
    return server;
  }

  @BeforeEach
  void fill() throws SQLException {
    shop = server().createDatabase();
    SampleShop.fill(server(), shop);
    databases = databases();
  }

  @Test
  void aDumpIsRestoredAndTheScratchDatabaseIsDropped() throws Exception {
    execute("CREATE EVENT busy ON SCHEDULE EVERY 1 SECOND DO INSERT INTO nowhere.t VALUES (1)");
    var before = SampleShop.checksums(server(), shop);
    var trial = trial(null);

    var verification = trial.restore(dump(trial));

    assertThat(verification)
        .isEqualTo(Verification.verified(6, 10, "Not tried: events (busy, nightly)."));
    assertThat(databases()).isEqualTo(databases);
    assertThat(SampleShop.checksums(server(), shop)).isEqualTo(before);
    assertThat(folder.resolve("tmp").toFile().list()).containsExactly(NAME);
  }

  @Test
  void historyIsCountedToo() throws Exception {
    execute(
        "CREATE TABLE v (id INT PRIMARY KEY) WITH SYSTEM VERSIONING",
        "INSERT INTO v VALUES (1), (2)",
        "DELETE FROM v");
    var trial = trial(null);
    assertThat(trial.restore(dump(trial)))
        .isEqualTo(Verification.verified(7, 12, "Not tried: events (nightly)."));

    var losing = trial(changing("/^INSERT INTO `v`/,/;$/d"));
    var lost = dump(losing);
    assertThatExceptionOfType(SourceException.class)
        .isThrownBy(() -> losing.restore(lost))
        .withMessageContaining("'v' has 0 rows, but 2 were dumped");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "/^-- Table structure for table `empty_one`/,/^UNLOCK TABLES/d | the table 'empty_one' is"
            + " missing.",
        "/^INSERT INTO `picture`/,/;$/d | 'picture' has 0 rows, but 3 were dumped.",
        "s/^CREATE TABLE `log`/CREATE TABEL `log`/ | for the table 'log' (error 1146). It said: Table",
        "s/^  `text` longtext/  `text` , longtext/ | the table 'log' that HOST does not understand (error 1064)",
        "1i USE `elsewhere`; | It says itself into which database it goes (\"USE `elsewhere`;\")",
      })
  void whatIsWrongWithADumpIsSaid(String change, String sentence) throws Exception {
    var trial = trial(changing(change));
    var dump = dump(trial);

    assertThatExceptionOfType(SourceException.class)
        .isThrownBy(() -> trial.restore(dump))
        .withMessageContaining(sentence.replace("HOST", server().host() + ":" + server().port()));
    assertThat(databases()).isEqualTo(databases);
  }

  @Test
  void whoeverWritesMeanwhileMakesNoFalseAlarm() throws Exception {
    execute("CREATE TABLE queue (id INT PRIMARY KEY AUTO_INCREMENT, text CHAR(200))");
    var stop = new AtomicBoolean();
    var rounds = new AtomicInteger();
    var writer = Thread.ofVirtual().start(() -> addAndTake(stop, rounds));
    try {
      for (var i = 0; i < 3; i++) {
        var trial = trial(null);
        var before = rounds.get();
        var dump = dump(trial);
        await().until(() -> rounds.get() > before);
        assertThat(trial.restore(dump).status()).isEqualTo(Verification.Status.VERIFIED);
      }
    } finally {
      stop.set(true);
      writer.join();
    }
  }

  /** A table that is empty most of the time, but not always. */
  private void addAndTake(AtomicBoolean stop, AtomicInteger rounds) {
    try (var connection = server().open(shop);
        var statement = connection.createStatement()) {
      while (!stop.get()) {
        statement.execute("INSERT INTO queue (text) SELECT seq FROM seq_1_to_100");
        statement.execute("INSERT INTO log (text) VALUES ('more')");
        statement.execute("DELETE FROM queue");
        rounds.incrementAndGet();
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void whoMayNotCreateDatabasesIsToldSo() throws Exception {
    execute(
        "CREATE USER poor IDENTIFIED BY 'secret-word'",
        "GRANT SELECT, SHOW VIEW, TRIGGER, EVENT, LOCK TABLES ON `" + shop + "`.* TO poor");
    var trial = trial(null, scratch("poor", "secret-word"));
    var dump = dump(trial);

    assertThatExceptionOfType(SourceException.class)
        .isThrownBy(() -> trial.restore(dump))
        .withMessageStartingWith(
            "The user 'poor' may not create, fill or drop the scratch database 'backupman_verify_")
        .withMessageNotContaining("secret-word");
    execute("DROP USER poor");
  }

  @Test
  void whoMayDoNothingButWithScratchDatabasesMayRestoreWhatBelongsToOthers() throws Exception {
    execute(
        "CREATE USER modest IDENTIFIED BY 'secret-word'",
        "GRANT ALL ON `backupman\\_verify\\_%`.* TO modest");
    var trial = trial(null, scratch("modest", "secret-word"));

    assertThat(trial.restore(dump(trial)).status()).isEqualTo(Verification.Status.VERIFIED);
    assertThat(databases()).isEqualTo(databases);
    execute("DROP USER modest");
  }

  /** Dumps say the character set of the database before what was made under another one. */
  @Test
  void aTrialThatStopsInTheMiddleLeavesTheOriginalAsItWas() throws Exception {
    execute(
        "ALTER DATABASE " + shop + " CHARACTER SET latin1",
        "CREATE FUNCTION greet() RETURNS TEXT RETURN 'x'");
    execute("ALTER DATABASE " + shop + " CHARACTER SET utf8mb4");
    var trial = trial(changing("s/^RETURN .x.$/RETURN RETURN/"));
    var before = column("SHOW CREATE DATABASE " + shop, 2);
    var dump = dump(trial);

    assertThatExceptionOfType(SourceException.class)
        .isThrownBy(() -> trial.restore(dump))
        .withMessage(
            "The script has a statement for the function 'greet' that %s:%d does not understand (error 1064): it is damaged, or the server is older than the one that was dumped.",
            server().host(), server().port());
    assertThat(column("SHOW CREATE DATABASE " + shop, 2)).isEqualTo(before);
  }

  /** Bytes are dumped in hexadecimal, so they take twice as much on their way back. */
  @Test
  void aRowThatTakesALargerPacketIsSaidAndNotTold() throws Exception {
    execute(
        "CREATE TABLE big (id INT PRIMARY KEY, bytes LONGBLOB)",
        "INSERT INTO big VALUES (1, REPEAT('a', 9000000))");
    var trial = trial(null);

    var dump = dump(trial);

    var sentence =
        "A row of the table 'big' takes a statement of 18,000,031 bytes: to restore it, max_allowed_packet has to be 18M or more, in the server's settings and for the client (--max-allowed-packet=18M).";
    assertThat(dump.warnings()).containsExactly(sentence);
    assertThatExceptionOfType(SourceException.class)
        .isThrownBy(() -> trial.restore(dump))
        .withMessage(sentence + " The scratch server has 16M.");
  }

  /** Servers quote rows when they refuse them. */
  @Test
  void noRowIsToldOf() throws Exception {
    var trial = trial(changing("s/^(1,.Zo.*),$/&\\n&/"));
    var dump = dump(trial);

    assertThatExceptionOfType(SourceException.class)
        .isThrownBy(() -> trial.restore(dump))
        .withMessageMatching(
            "[0-9.:]+ refused a statement for the table 'customer' \\(error \\d+\\)\\.");
  }

  @Test
  void aServerThatIsAwayIsSaid() throws Exception {
    var own = scratch(server().user(), server().password());
    var away =
        new ScratchServer("127.0.0.1", 1, own.prefix(), own.user(), own.password(), TlsMode.OFF);
    var trial = trial(null, away);
    var dump = dump(trial);

    assertThatExceptionOfType(SourceException.class)
        .isThrownBy(() -> trial.restore(dump))
        .withMessageStartingWith("The scratch server: 127.0.0.1:1 could not be reached");
  }

  @Test
  void whatAKilledProcessLeftBehindIsDroppedAndNothingElse() throws Exception {
    var names =
        new ScratchDatabaseName(
            ScratchServer.USUAL_PREFIX,
            "My Source\n%s:%d\n%s".formatted(server().host(), server().port(), shop));
    var left = names.next();
    var other = "backupman_verify_00000000_00000000";
    var used = names.next();
    execute("CREATE DATABASE " + left, "CREATE DATABASE " + other, "CREATE DATABASE " + used);
    try (var user = server().open(used)) {
      assertThat(user.isValid(1)).isTrue();
      var trial = trial(null);

      trial.restore(dump(trial));

      assertThat(databases()).contains(other, used).doesNotContain(left);
    }
    execute("DROP DATABASE " + other, "DROP DATABASE " + used);
  }

  @Test
  void whoTakesOverFromAKilledProcessDropsWhatItsTrialsLeftBehind() throws Exception {
    var names =
        new ScratchDatabaseName(
            ScratchServer.USUAL_PREFIX,
            "My Source\n%s:%d\n%s".formatted(server().host(), server().port(), shop));
    var left = names.next();
    var used = names.next();
    execute("CREATE DATABASE " + left, "CREATE DATABASE " + used);
    try (var user = server().open(used)) {
      assertThat(user.isValid(1)).isTrue();

      trial(null).dropScratchDatabases();

      assertThat(databases()).contains(used).doesNotContain(left);
    }
    execute("DROP DATABASE " + used);
  }

  @Test
  void anInterruptEndsItAndDropsTheScratchDatabase() throws Exception {
    var rows = "seq -f \"INSERT INTO empty_one VALUES (%.0f);\" 300000";
    var trial = trial(changing("/^-- Dump completed/e " + rows));
    var dump = dump(trial);
    var end = new AtomicReference<@Nullable Throwable>();
    var restoring =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    trial.restore(dump);
                  } catch (InterruptedException | RuntimeException e) {
                    end.set(e);
                  }
                });
    await().until(MariaDbRestoreVerifierTest::isInserting);

    restoring.interrupt();
    restoring.join();

    assertThat(end.get()).isInstanceOf(InterruptedException.class);
    assertThat(databases()).isEqualTo(databases);
    assertThat(isInserting()).isFalse();
  }

  private static boolean isInserting() throws SQLException {
    return !column(
            "SELECT id FROM information_schema.processlist WHERE info LIKE 'INSERT INTO empty_one%'")
        .isEmpty();
  }

  /** A dump program whose script is changed on its way, as no proof of its end notices. */
  private String changing(String sed) throws IOException {
    var program = folder.resolve("changing-dump");
    Files.writeString(
        program,
        """
        #!/bin/sh
        case "$*" in *--version*) exec mariadb-dump --version;; esac
        mariadb-dump "$@" | sed '%s'
        """
            .formatted(sed));
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    return program.toString();
  }

  private VerifiedSource trial(@Nullable String dumpCommand) {
    return trial(dumpCommand, scratch(server().user(), server().password()));
  }

  private VerifiedSource trial(@Nullable String dumpCommand, ScratchServer scratch) {
    var settings = Settings.mariaDb(server(), shop, folder.resolve("tmp"), dumpCommand);
    return new MariaDbSource(
            new MariaDbSettings(
                settings.common(),
                settings.host(),
                settings.port(),
                settings.dbName(),
                settings.user(),
                settings.password(),
                settings.tls(),
                new DumpCommand(dumpCommand, List.of()),
                scratch),
            SearchPath.ofEnvironment())
        .verified()
        .orElseThrow();
  }

  private static ScratchServer scratch(String user, String password) {
    return new ScratchServer(
        server().host(),
        server().port(),
        ScratchServer.USUAL_PREFIX,
        user,
        Secret.of(password),
        TlsMode.OFF);
  }

  private static Dump dump(VerifiedSource trial) throws InterruptedException {
    return new DumpWriter().write(trial, NAME, bytes -> {});
  }

  private static List<String> databases() throws SQLException {
    return column("SHOW DATABASES");
  }

  private static List<String> column(String sql) throws SQLException {
    return column(sql, 1);
  }

  private static List<String> column(String sql, int index) throws SQLException {
    var values = new ArrayList<String>();
    try (var connection = server().open("");
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        values.add(rows.getString(index));
      }
    }
    return values;
  }

  private void execute(String... script) throws SQLException {
    try (var connection = server().open(shop);
        var statement = connection.createStatement()) {
      for (var sql : script) {
        statement.execute(sql);
      }
    }
  }
}
