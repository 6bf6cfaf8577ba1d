package io.backupman.core.source.mariadb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.backupman.core.source.Compression;
import io.backupman.core.source.Dump;
import io.backupman.core.source.RestoreVerifierContract;
import io.backupman.core.source.SourceException;
import io.backupman.core.source.Sql;
import io.backupman.core.source.VerifiedSource;
import io.backupman.core.testing.MariaDbServer;
import io.backupman.notifier.spi.Verification;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Dumps of a real MariaDB database, restored on the same server, which runs events. */
class MariaDbRestoreVerifierTest extends RestoreVerifierContract {
  /** One of its own: what others insert would widen what may be restored. */
  private static @Nullable MariaDbServer started;

  MariaDbRestoreVerifierTest() {
    super(new DumpedMariaDb(running()), Compression.GZIP);
  }

  @BeforeAll
  static void start() {
    started = MariaDbServer.start("--event-scheduler=ON");
  }

  @AfterAll
  static void stop() {
    running().close();
  }

  private static MariaDbServer running() {
    var server = started;
    if (server == null) {
      throw new IllegalStateException("It is not started.");
    }
    return server;
  }

  @Override
  protected Verification verified() {
    return Verification.verified(6, 10, "Not tried: events (nightly).");
  }

  @Override
  protected String[] addsAndTakes() {
    return new String[] {
      "INSERT INTO queue (text) SELECT seq FROM seq_1_to_100",
      "INSERT INTO log (text) VALUES ('more')",
      "DELETE FROM queue"
    };
  }

  @Test
  void eventsAreNotTried() throws Exception {
    execute("CREATE EVENT busy ON SCHEDULE EVERY 1 SECOND DO INSERT INTO nowhere.t VALUES (1)");
    var verifier = verifier(settings());

    assertThat(verifier.restore(write(verifier)))
        .isEqualTo(Verification.verified(6, 10, "Not tried: events (busy, nightly)."));
  }

  @Test
  void historyIsCountedToo() throws Exception {
    execute(
        "CREATE TABLE v (id INT PRIMARY KEY) WITH SYSTEM VERSIONING",
        "INSERT INTO v VALUES (1), (2)",
        "DELETE FROM v");
    var verifier = verifier(settings());
    assertThat(verifier.restore(write(verifier)))
        .isEqualTo(Verification.verified(7, 12, "Not tried: events (nightly)."));

    assertNotRestored(changed("/^INSERT INTO `v`/,/;$/d"), "'v' has 0 rows, but 2 were dumped");
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
    assertNotRestored(
        changed(change), sentence.replace("HOST", settings().host() + ":" + settings().port()));
  }

  @Test
  void whoMayDoNothingButWithScratchDatabasesMayRestoreWhatBelongsToOthers() throws Exception {
    execute(
        "CREATE USER modest IDENTIFIED BY 'secret-word'",
        "GRANT ALL ON `backupman\\_verify\\_%`.* TO modest");
    var databases = server().databases();
    var verifier = verifier(settings().restoredBy("modest", "secret-word"));

    assertThat(verifier.restore(write(verifier)).status()).isEqualTo(Verification.Status.VERIFIED);
    assertThat(server().databases()).isEqualTo(databases);
    execute("DROP USER modest");
  }

  /** Dumps say the character set of the database before what was made under another one. */
  @Test
  void aVerificationThatStopsInTheMiddleLeavesTheOriginalAsItWas() throws Exception {
    execute(
        "ALTER DATABASE " + database() + " CHARACTER SET latin1",
        "CREATE FUNCTION greet() RETURNS TEXT RETURN 'x'");
    execute("ALTER DATABASE " + database() + " CHARACTER SET utf8mb4");
    var before = characterSet();
    var verifier = changed("s/^RETURN .x.$/RETURN RETURN/");
    var dump = write(verifier);

    assertThatExceptionOfType(SourceException.class)
        .isThrownBy(() -> verifier.restore(dump))
        .withMessage(
            "The script has a statement for the function 'greet' that %s:%d does not understand (error 1064): it is damaged, or the server is older than the one that was dumped.",
            settings().host(), settings().port());
    assertThat(characterSet()).isEqualTo(before);
  }

  private List<String> characterSet() throws SQLException {
    return Sql.column(
        server().open(""),
        "SELECT CONCAT(default_character_set_name, ' ', default_collation_name)"
            + " FROM information_schema.schemata WHERE schema_name = '%s'".formatted(database()));
  }

  /** Bytes are dumped in hexadecimal, so they take twice as much on their way back. */
  @Test
  void aRowThatTakesALargerPacketIsSaidAndNotTold() throws Exception {
    execute(
        "CREATE TABLE big (id INT PRIMARY KEY, bytes LONGBLOB)",
        "INSERT INTO big VALUES (1, REPEAT('a', 9000000))");
    var verifier = verifier(settings());

    var dump = write(verifier);

    var sentence =
        "A row of the table 'big' takes a statement of 18,000,031 bytes: to restore it, max_allowed_packet has to be 18M or more, in the server's settings and for the client (--max-allowed-packet=18M).";
    assertThat(dump.warnings()).containsExactly(sentence);
    assertThatExceptionOfType(SourceException.class)
        .isThrownBy(() -> verifier.restore(dump))
        .withMessage(sentence + " The scratch server has 16M.");
  }

  /** Servers quote rows when they refuse them. */
  @Test
  void noRowIsToldOf() throws Exception {
    var verifier = changed("s/^(1,.Zo.*),$/&\\n&/");
    var dump = write(verifier);

    assertThatExceptionOfType(SourceException.class)
        .isThrownBy(() -> verifier.restore(dump))
        .withMessageMatching(
            "[0-9.:]+ refused a statement for the table 'customer' \\(error \\d+\\)\\.");
  }

  @Test
  void anInterruptEndsItAndDropsTheScratchDatabase() throws Exception {
    var databases = server().databases();
    var rows = "seq -f \"INSERT INTO empty_one VALUES (%.0f);\" 300000";
    var verifier = changed("/^-- Dump completed/e " + rows);
    var dump = write(verifier);
    var end = new AtomicReference<@Nullable Throwable>();
    var restoring = Thread.ofPlatform().start(() -> restore(verifier, dump, end));
    await().until(this::isInserting);

    restoring.interrupt();
    restoring.join();

    assertThat(end.get()).isInstanceOf(InterruptedException.class);
    assertThat(server().databases()).isEqualTo(databases);
    assertThat(isInserting()).isFalse();
  }

  private static void restore(
      VerifiedSource verifier, Dump dump, AtomicReference<@Nullable Throwable> end) {
    try {
      verifier.restore(dump);
    } catch (InterruptedException | RuntimeException e) {
      end.set(e);
    }
  }

  private boolean isInserting() throws SQLException {
    return !Sql.column(
            server().open(""),
            "SELECT id FROM information_schema.processlist WHERE info LIKE 'INSERT INTO empty_one%'")
        .isEmpty();
  }

  private VerifiedSource changed(String sed) throws Exception {
    return verifier(settings().dumpedBy(changing(sed)));
  }
}
