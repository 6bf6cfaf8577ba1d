package io.backupman.core.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.backupman.core.net.TlsMode;
import io.backupman.core.source.DataSourceContract;
import io.backupman.core.source.Dump;
import io.backupman.core.source.PostgresFormat;
import io.backupman.core.source.RunningDump;
import io.backupman.core.source.Sql;
import io.backupman.core.source.program.ScriptOutput;
import io.backupman.core.testing.PostgresServer;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A server of PostgreSQL, dumped as a script. */
class PostgresSourceTest extends DataSourceContract {
  private static final PostgresServer SERVER = PostgresServer.shared();

  PostgresSourceTest() {
    super(new DumpedPostgres(SERVER, PostgresFormat.PLAIN));
  }

  @ParameterizedTest
  @EnumSource
  void theDumpIsOneMomentThoughOthersWriteMeanwhile(PostgresFormat format) throws Exception {
    execute(
        "CREATE TABLE a_account (id int PRIMARY KEY, amount bigint)",
        "CREATE TABLE z_account (id int PRIMARY KEY, amount bigint)",
        "INSERT INTO a_account SELECT n, 100 FROM generate_series(1, 20000) n",
        "INSERT INTO z_account SELECT n, 100 FROM generate_series(1, 20000) n");
    var dumped = new DumpedPostgres(SERVER, format);
    var stop = new AtomicBoolean();
    var transfers = new AtomicInteger();
    var writer = Thread.ofVirtual().start(() -> transfer(stop, transfers));
    await().until(() -> transfers.get() > 0);
    var before = transfers.get();

    var dump = write(dumped.source(settings()));

    var during = transfers.get() - before;
    stop.set(true);
    writer.join();
    assertThat(during).as("transfers during the dump").isPositive();
    var restored = dumped.createDatabase();
    dumped.restore(dump, restored);
    assertThat(
            Sql.column(
                SERVER.open(restored),
                "SELECT (SELECT sum(amount) FROM a_account) + (SELECT sum(amount) FROM z_account)"))
        .containsExactly("4000000");
  }

  private void transfer(AtomicBoolean stop, AtomicInteger transfers) {
    try (var connection = SERVER.open(database());
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
    server().createUser(database(), "spe cial", password);
    execute(
        "CREATE DATABASE \"" + name + "\"",
        "ALTER DATABASE \"" + name + "\" OWNER TO \"spe cial\"");
    var source = server().source(settings().signedInAs("spe cial", password).inDatabase(name));

    source.check();

    assertThat(text(write(source))).contains(ScriptOutput.POSTGRES_END);
    execute("DROP DATABASE \"" + name + "\"");
  }

  @Test
  void thePasswordIsInAFileThatTheEnvironmentNames() throws Exception {
    var seen = folder.resolve("seen");
    var script = script("{ env; echo \"$@\"; } > " + seen + "; exec pg_dump \"$@\"");

    write(server().source(settings().dumpedBy(script)));

    assertThat(seen).content().contains("--no-password", "PGPASSFILE=");
  }

  @Test
  void aTableThatIsDroppedMeanwhileIsLeftOutOnTheSecondTry() throws Exception {
    execute("CREATE TABLE a (id int)", "CREATE TABLE b (id int)", "INSERT INTO a VALUES (4711)");
    try (var connection = SERVER.open(database());
        var change = connection.createStatement()) {
      connection.setAutoCommit(false);
      change.execute("LOCK TABLE b");
      var running = new RunningDump(source(), NAME);
      await().until(() -> server().isWaiting(database()));

      change.execute("DROP TABLE b");
      connection.commit();

      assertThat(running.outcome()).isInstanceOf(Dump.class);
      assertThat(running.passes()).as("how often it was begun").isEqualTo(2);
    }
  }

  @Test
  void anUnknownUserIsSaid() {
    assertFails(
        settings().signedInAs("nobody", "wrong-word"),
        "did not let the user 'nobody' in: check user and password");
  }

  @ParameterizedTest
  @EnumSource(names = {"VERIFY", "SKIP_VERIFY"})
  void aServerWithoutEncryptionIsRefusedWhereItIsWanted(TlsMode tls) {
    assertRefused(settings(), tls);
  }

  @Test
  void aServerWithACertificateThatNobodyVouchesForIsUsedOnlyIfThatIsSaid() throws Exception {
    try (var encrypting = PostgresServer.start()) {
      var dumped = new DumpedPostgres(encrypting, PostgresFormat.PLAIN);
      var settings = dumped.settings(dumped.createDatabase(), tmp());
      encrypting.encrypt();
      var skipping = dumped.source(settings.with(TlsMode.SKIP_VERIFY));
      await().untilAsserted(skipping::check);

      assertThat(text(write(skipping))).contains(ScriptOutput.POSTGRES_END);
      Files.delete(tmp().resolve(NAME));
      assertRefused(settings, TlsMode.VERIFY);
    }
  }

  @Test
  void aServerThatIsNewerThanTheProgramIsSaid() throws Exception {
    var script =
        script(
            "echo 'pg_dump: error: aborting because of server version mismatch' >&2;"
                + " echo 'pg_dump: detail: server version: 18.1; pg_dump version: 15.18' >&2; exit 1");

    assertDumpFails(settings().dumpedBy(script), "The dump program is older than the server");
  }

  @Test
  void theLastLineOfAScriptIsNamedIfItIsMissing() throws Exception {
    assertDumpFails(
        settings().dumpedBy(script("pg_dump \"$@\" | head -c 300")),
        "its output is not whole: the last line \"-- PostgreSQL database dump complete\"");
  }

  @Test
  void whatNewerProgramsAddAfterTheLastLineIsNoCut() throws Exception {
    var script = script("pg_dump \"$@\"; printf '\\\\unrestrict 8gX\\n\\n'");

    var dump = write(server().source(settings().dumpedBy(script)));

    assertThat(text(dump)).endsWith("\\unrestrict 8gX\n\n");
  }
}
