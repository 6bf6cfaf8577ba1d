package io.backupman.core.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.backupman.core.net.TlsMode;
import io.backupman.core.process.SearchPath;
import io.backupman.core.source.Compression;
import io.backupman.core.source.Dump;
import io.backupman.core.source.DumpCommand;
import io.backupman.core.source.DumpWriter;
import io.backupman.core.source.PostgresFormat;
import io.backupman.core.source.PostgresSettings;
import io.backupman.core.source.ScratchServer;
import io.backupman.core.source.Settings;
import io.backupman.core.source.SourceException;
import io.backupman.core.source.VerifiedSource;
import io.backupman.core.source.mariadb.SampleLibrary;
import io.backupman.core.source.program.ScratchDatabaseName;
import io.backupman.core.testing.PostgresServer;
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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Dumps of a real PostgreSQL database, restored on the same server. */
@Timeout(120)
class PostgresRestoreVerifierTest {
  private static final String NAME = "a.dump";
  private static final PostgresServer SERVER = PostgresServer.shared();

  @TempDir Path folder;
  private final String library = SERVER.createDatabase();

  @BeforeEach
  void fill() throws SQLException {
    SampleLibrary.fill(SERVER, library);
  }

  @ParameterizedTest
  @EnumSource
  void aDumpIsRestoredAndTheScratchDatabaseIsDropped(PostgresFormat format) throws Exception {
    var before = SampleLibrary.checksums(SERVER, library);
    var trial = trial(format, null);

    var verification = trial.restore(dump(trial));

    assertThat(verification).isEqualTo(Verification.verified(6, 12));
    assertThat(scratchDatabases()).isEmpty();
    assertThat(SampleLibrary.checksums(SERVER, library)).isEqualTo(before);
    assertThat(folder.resolve("tmp").toFile().list()).containsExactly(NAME);
  }

  @ParameterizedTest
  @EnumSource
  void whoeverWritesMeanwhileMakesNoFalseAlarm(PostgresFormat format) throws Exception {
    var stop = new AtomicBoolean();
    var rounds = new AtomicInteger();
    var writer = Thread.ofVirtual().start(() -> addAndTake(stop, rounds));
    try {
      var trial = trial(format, null);
      var before = rounds.get();
      var dump = dump(trial);
      await().until(() -> rounds.get() > before);
      assertThat(trial.restore(dump).status()).isEqualTo(Verification.Status.VERIFIED);
    } finally {
      stop.set(true);
      writer.join();
    }
  }

  private void addAndTake(AtomicBoolean stop, AtomicInteger rounds) {
    try (var connection = SERVER.open(library);
        var statement = connection.createStatement()) {
      while (!stop.get()) {
        statement.execute("INSERT INTO log SELECT 'x' FROM generate_series(1, 100)");
        statement.execute("DELETE FROM log");
        rounds.incrementAndGet();
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "/^CREATE TABLE public.log /,/;$/d | ended with 3.",
        "/^COPY public.log /,/^..$/{/^new/d} | 'public.log' has 0 rows, but 3 were dumped.",
        "s/^CREATE INDEX book_tags ON/CREATE INDEX book_tags IN/ | does not understand a part of the"
            + " dump",
        "1i CREATE EXTENSION moonphase; | lacks the extension 'moonphase': install it there",
        "/^CREATE INDEX book_tags/i CREATE POLICY p ON public.log TO nobody; | lacks the role 'nobody'",
        "1s/^/\\\\connect postgres\\n/ | It has a command for psql itself (\"\\connect\")",
        "1s/^/\\\\! touch here\\n/ | It has a command for psql itself (\"\\!\")",
        "1i create database x; | It says itself into which database it goes (\"create database\")",
        "1i DO $$BEGIN END$$; | It has a statement that a verification does not run (\"do\")",
        "1i ALTER ROLE postgres SET work_mem = 1; | that a verification does not run (\"alter role\")",
      })
  void whatIsWrongWithADumpIsSaid(String change, String sentence) throws Exception {
    var trial = trial(PostgresFormat.PLAIN, changing(change));
    var dump = dump(trial);

    assertThatExceptionOfType(SourceException.class)
        .isThrownBy(() -> trial.restore(dump))
        .withMessageContaining(sentence);
    assertThat(scratchDatabases()).isEmpty();
  }

  @Test
  void aTableThatIsNotDumpedIsMissing() throws Exception {
    var trial = trial(PostgresFormat.CUSTOM, wrapper("exec pg_dump \"$@\" --exclude-table=log"));
    var dump = dump(trial);

    assertThatExceptionOfType(SourceException.class)
        .isThrownBy(() -> trial.restore(dump))
        .withMessageContaining("the table 'public.log' is missing");
  }

  @ParameterizedTest
  @EnumSource
  void anotherUserThanTheOwnerMayTry(PostgresFormat format) throws Exception {
    execute(
        "DROP ROLE IF EXISTS tester",
        "CREATE ROLE tester LOGIN CREATEDB PASSWORD 'secret-word'",
        "GRANT ALL ON TABLE log TO postgres",
        "CREATE FUNCTION loads() RETURNS void LANGUAGE plpgsql AS $$\n/*\n\\copy t from 'x.csv'\n*/"
            + " BEGIN\nGRANT ALL ON TABLE log TO postgres;\nEND $$",
        "COMMENT ON TABLE log IS 'two lines:\nALTER DATABASE x SET y = 1;'",
        "CREATE PUBLICATION everything FOR ALL TABLES");
    var trial = trial(format, null, scratch("tester", "secret-word"));

    assertThat(trial.restore(dump(trial)).status()).isEqualTo(Verification.Status.VERIFIED);

    assertThat(scratchDatabases()).isEmpty();
    execute("DROP ROLE tester");
  }

  @ParameterizedTest
  @EnumSource
  void aSocketLeadsCheckDumpAndTrialToTheServer(PostgresFormat format) throws Exception {
    var host = SERVER.socketFolder().toString();
    var settings = settings(format, null, scratch(host, SERVER.user(), SERVER.password()), host);
    var source = new PostgresSource(settings, SearchPath.ofEnvironment());
    var trial = source.verified().orElseThrow();

    source.check();

    assertThat(trial.restore(dump(trial))).isEqualTo(Verification.verified(6, 12));
    assertThat(scratchDatabases()).isEmpty();
  }

  @Test
  void aSocketThatIsNotThereIsSaid() {
    var host = folder.resolve("nowhere").toString();
    var settings = settings(PostgresFormat.PLAIN, null, scratch("boss", "word"), host);
    var source = new PostgresSource(settings, SearchPath.ofEnvironment());

    assertThatExceptionOfType(SourceException.class)
        .isThrownBy(source::check)
        .withMessageStartingWith(host + ":" + SERVER.port() + " could not be reached");
  }

  @Test
  void whoMayNotCreateDatabasesIsToldSo() throws Exception {
    execute("DROP ROLE IF EXISTS poor", "CREATE ROLE poor LOGIN PASSWORD 'secret-word'");
    var trial = trial(PostgresFormat.PLAIN, null, scratch("poor", "secret-word"));
    var dump = dump(trial);

    assertThatExceptionOfType(SourceException.class)
        .isThrownBy(() -> trial.restore(dump))
        .withMessageStartingWith("The user 'poor' may not create the scratch database on ")
        .withMessageNotContaining("secret-word");
    execute("DROP ROLE poor");
  }

  @Test
  void whatAKilledProcessLeftBehindIsDroppedAndNothingElse() throws Exception {
    var names =
        new ScratchDatabaseName(
            ScratchServer.USUAL_PREFIX,
            "My Source\n%s:%d\n%s".formatted(SERVER.host(), SERVER.port(), library));
    var left = names.next();
    var other = "backupman_verify_00000000_00000000";
    var used = names.next();
    execute("CREATE DATABASE " + left);
    execute("CREATE DATABASE " + other);
    execute("CREATE DATABASE " + used);
    try (var user = SERVER.open(used)) {
      assertThat(user.isValid(1)).isTrue();
      var trial = trial(PostgresFormat.PLAIN, null);

      trial.restore(dump(trial));

      assertThat(scratchDatabases()).containsExactlyInAnyOrder(other, used);
    } finally {
      execute("DROP DATABASE " + other);
      execute("DROP DATABASE " + used);
    }
  }

  /** A dump program whose script is changed on its way, as no proof of its end notices. */
  private String changing(String sed) throws IOException {
    return wrapper("pg_dump \"$@\" | sed '" + sed + "'");
  }

  private String wrapper(String command) throws IOException {
    var program =
        Files.writeString(folder.resolve("changing-dump"), "#!/bin/sh\n" + command + "\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    return program.toString();
  }

  private VerifiedSource trial(PostgresFormat format, @Nullable String dumpCommand) {
    return trial(format, dumpCommand, scratch(SERVER.user(), SERVER.password()));
  }

  private VerifiedSource trial(
      PostgresFormat format, @Nullable String dumpCommand, ScratchServer scratch) {
    return new PostgresSource(
            settings(format, dumpCommand, scratch, SERVER.host()), SearchPath.ofEnvironment())
        .verified()
        .orElseThrow();
  }

  private PostgresSettings settings(
      PostgresFormat format, @Nullable String dumpCommand, ScratchServer scratch, String host) {
    return new PostgresSettings(
        Settings.common("postgres", folder.resolve("tmp"), Compression.ZSTD),
        host,
        SERVER.port(),
        library,
        SERVER.user(),
        Secret.of(SERVER.password()),
        TlsMode.OFF,
        format,
        new DumpCommand(dumpCommand, List.of()),
        scratch);
  }

  private static ScratchServer scratch(String user, String password) {
    return scratch(SERVER.host(), user, password);
  }

  private static ScratchServer scratch(String host, String user, String password) {
    return new ScratchServer(
        host, SERVER.port(), ScratchServer.USUAL_PREFIX, user, Secret.of(password), TlsMode.OFF);
  }

  private static Dump dump(VerifiedSource trial) throws InterruptedException {
    return new DumpWriter().write(trial, NAME, bytes -> {});
  }

  private static List<String> scratchDatabases() throws SQLException {
    var names = new ArrayList<String>();
    try (var connection = SERVER.open("postgres");
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "SELECT datname FROM pg_database WHERE datname LIKE 'backupman%'")) {
      while (rows.next()) {
        names.add(rows.getString(1));
      }
    }
    return names;
  }

  private void execute(String... script) throws SQLException {
    try (var connection = SERVER.open(library);
        var statement = connection.createStatement()) {
      for (var sql : script) {
        statement.execute(sql);
      }
    }
  }
}
