package io.backupman.core.source.mariadb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.backupman.core.net.TlsMode;
import io.backupman.core.source.DataSource;
import io.backupman.core.source.DataSourceContract;
import io.backupman.core.source.Dump;
import io.backupman.core.source.DumpCommand;
import io.backupman.core.source.RunningDump;
import io.backupman.core.source.SampleShop;
import io.backupman.core.source.ServerSettings;
import io.backupman.core.source.VerifiedSource;
import io.backupman.core.testing.MariaDbServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A server of MariaDB with its own dump program. */
class MariaDbSourceTest extends DataSourceContract {
  private static final MariaDbServer SERVER = MariaDbServer.shared();

  MariaDbSourceTest() {
    super(new DumpedMariaDb(SERVER));
  }

  @Test
  void theDumpRestoresIntoAnEmptyServerElsewhere() throws Exception {
    try (MariaDbServer here = MariaDbServer.start("--default-time-zone=+05:00");
        MariaDbServer elsewhere = MariaDbServer.start("--default-time-zone=-03:00")) {
      DumpedMariaDb dumped = new DumpedMariaDb(here);
      String shop = here.createDatabase();
      SampleShop.fill(here, shop);
      Dump dump = write(dumped.source(dumped.settings(shop, tmp())));
      String restored = elsewhere.createDatabase();
      new DumpedMariaDb(elsewhere).restore(dump, restored);
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
      assertThat(tmp().toFile().list()).containsExactly(NAME);
    }
  }

  @Test
  void aServerIsReachedByItsSocket() throws Exception {
    assumeTrue(SERVER.socket().isPresent(), "The server is not on this machine");
    SampleShop.fill(SERVER, database());
    String path = SERVER.socket().orElseThrow().toString();
    ServerSettings settings = settings().at(path, 1).restoredBy(SERVER.user(), SERVER.password());
    DataSource source = server().source(settings);
    source.check();
    assertThat(text(write(source))).contains("-- Dump completed");
    Files.delete(tmp().resolve(NAME));
    VerifiedSource verifier = source.verified().orElseThrow();
    assertThat(verifier.restore(write(verifier)).rows()).isPositive();
    Files.delete(tmp().resolve(NAME));

    assertFails(settings().at("/no/such/sock", 1), "/no/such/sock could not be reached");
  }

  @Test
  void theUsersOwnOptionFileChangesNothing() throws Exception {
    Files.writeString(
        folder.resolve(".my.cnf"),
        "[client]\npassword=wrong\n[mysqldump]\nskip-comments\nforce\n[mariadb-dump]\nno-data\n");
    Path script = script("HOME=" + folder + " exec mariadb-dump \"$@\"");
    execute("CREATE TABLE t (id INT)", "INSERT INTO t VALUES (4711)");
    assertThat(text(write(server().source(settings().dumpedBy(script)))))
        .contains("4711")
        .contains("-- Dump completed");
  }

  @Test
  void aTableThatIsRebuiltMeanwhileIsDumpedOnTheSecondTry() throws Exception {
    execute("CREATE TABLE a (id INT)", "CREATE TABLE b (id INT)", "INSERT INTO b VALUES (4711)");
    try (Connection connection = SERVER.open(database());
        Statement lock = connection.createStatement()) {
      lock.execute("LOCK TABLES a WRITE");
      RunningDump running = new RunningDump(source(), NAME);
      await().until(() -> server().isWaiting(database()));
      execute("ALTER TABLE b FORCE");
      lock.execute("UNLOCK TABLES");
      assertThat(running.outcome()).isInstanceOf(Dump.class);
      assertThat(SampleShop.text((Dump) running.outcome()))
          .contains("4711")
          .contains("-- Dump completed");
      assertThat(running.passes()).as("how often it was begun").isEqualTo(2);
    }
  }

  @Test
  void theDatabasesNumberOfTheErrorIsSaid() {
    assertFails(
        settings().signedInAs("root", "wrong-word"),
        "did not let the user 'root' in (error 1045): check user and password");
  }

  @Test
  void aBrokenViewIsSaid() throws Exception {
    execute("CREATE TABLE t (id INT)", "CREATE VIEW v AS SELECT * FROM t", "DROP TABLE t");
    assertDumpFails(source(), "A view of '" + database() + "' refers to something");
  }

  @Test
  void aServerWithoutEncryptionIsRefusedWhereItIsWanted() throws Exception {
    try (MariaDbServer plain = MariaDbServer.start("--skip-ssl")) {
      ServerSettings settings = new DumpedMariaDb(plain).settings(plain.createDatabase(), tmp());
      assertRefused(settings, TlsMode.VERIFY);
      assertRefused(settings, TlsMode.SKIP_VERIFY);
    }
  }

  @Test
  void aProcessThatAScriptLeavesBehindIsEnded() throws Exception {
    Path pid = folder.resolve("pid");
    Path script =
        script(
            "[ \"$1\" = --version ] && exec mariadb-dump \"$@\"; sleep 300 & echo $! > "
                + pid
                + "; mariadb-dump \"$@\" | head -c 100");
    assertDumpFails(settings().dumpedBy(script), "its output is not whole");
    long left = Long.parseLong(Files.readString(pid).strip());
    await().until(() -> !isRunning(left));
  }

  private static boolean isRunning(long pid) throws IOException {
    Path status = Path.of("/proc", Long.toString(pid), "status");
    return Files.exists(status) && !Files.readString(status).contains("(zombie)");
  }

  @Test
  void aScriptThatKnowsNoVersionAndDumpsWhateverItIsAskedIsFine() throws Exception {
    Path script = script("head -c 3000000 /dev/zero; echo; echo '-- Dump completed on today'");
    assertThat(text(write(server().source(settings().dumpedBy(script)))))
        .hasSizeGreaterThan(3_000_000);
  }

  @Test
  void theDumpProgramMayBeStartedByAnother() throws Exception {
    Path marked = folder.resolve("marked");
    Path script = script("echo \"$1\" > " + marked + "; shift; exec \"$@\"");
    execute("CREATE TABLE v (id INT) WITH SYSTEM VERSIONING");
    DumpCommand command = new DumpCommand(script.toString(), List.of("a b", "mariadb-dump"));
    Dump dump = write(server().source(settings().dumpedBy(command)));
    assertThat(text(dump)).contains("-- Dump completed", "insert_history");
    assertThat(marked).hasContent("a b");
  }
}
