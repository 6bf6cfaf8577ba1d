package io.backupman.core.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.backupman.core.source.DumpWriter;
import io.backupman.core.source.PostgresFormat;
import io.backupman.core.source.ScratchServer;
import io.backupman.core.source.Sql;
import io.backupman.core.source.VerifiedSource;
import io.backupman.core.testing.PostgresServer;
import io.backupman.notifier.spi.Verification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a verification does on a server, as the server's own log has it. */
@Timeout(120)
class PostgresRestoreLogTest {
  private static final String PRODUCTION = "production";

  /** Statements of a verification outside of its scratch database: it is made there and dropped. */
  private static final Pattern OUTSIDE =
      Pattern.compile(
          "SET (statement_timeout|lock_timeout|extra_float_digits|application_name) .*"
              + "|SELECT datname FROM pg_catalog.pg_database WHERE datname LIKE 'backupman_verify%'.*"
              + "|CREATE DATABASE backupman_verify_\\w+ TEMPLATE template0 .*"
              + "|SELECT pg_catalog.pg_terminate_backend\\(pid\\) .* AND datname = 'backupman_verify_\\w+'"
              + "|DROP DATABASE IF EXISTS backupman_verify_\\w+",
          Pattern.DOTALL);

  /** All that acts on the cluster, or on other servers than itself. */
  private static final Pattern ACTING =
      Pattern.compile(
          "(GRANT|REVOKE|DO|CALL|NOTIFY|ALTER (DATABASE|ROLE|USER|SYSTEM)|REFRESH .*(far|told|asked|linked)"
              + "|(CREATE|ALTER) (PUBLICATION|SUBSCRIPTION|EVENT TRIGGER|USER MAPPING|ROLE|DATABASE)"
              + "|COPY .*(TO|FROM '|FROM PROGRAM)|SELECT .*dblink)\\b.*",
          Pattern.DOTALL);

  private static final String CLUSTER =
      """
      SELECT d.*::text FROM pg_database d WHERE datname NOT LIKE 'backupman%'
      UNION ALL SELECT s.*::text FROM pg_db_role_setting s
      UNION ALL SELECT r.*::text FROM pg_roles r
      UNION ALL SELECT m.*::text FROM pg_auth_members m
      UNION ALL SELECT s.*::text FROM pg_replication_slots s
      UNION ALL SELECT d.*::text FROM pg_shdescription d
      UNION ALL SELECT what FROM touched
      ORDER BY 1""";

  /** Further lines of an entry begin with a tab. */
  private static final Pattern ENTRY_BEGINS = Pattern.compile("\n(?=[^\t\n])");

  @TempDir Path folder;

  @Test
  void aVerificationTouchesNothingButItsScratchDatabase() throws Exception {
    var log = folder.resolve(PostgresServer.LOG);
    try (var server = PostgresServer.startLogging(folder)) {

      fill(server);
      for (var format : PostgresFormat.values()) {
        var verifier = verifier(server, format);
        var dump = new DumpWriter().write(verifier, "a.dump", bytes -> {});
        var before = rows(server, CLUSTER);
        var from = entriesUntilNow(server, log).size();

        var verification = verifier.restore(dump);

        assertThat(verification.status()).isEqualTo(Verification.Status.VERIFIED);
        assertThat(verification.detail())
            .isEqualTo(
                "Not tried, as it would act outside of the scratch database: 1 × EVENT TRIGGER,"
                    + " 1 × PUBLICATION, 1 × SUBSCRIPTION, 1 × USER MAPPING. Not filled, as it could"
                    + " reach outside of the scratch database: public.asked, public.linked,"
                    + " public.of_far, public.told.");
        var tried =
            entriesUntilNow(server, log).stream()
                .skip(from)
                .filter(entry -> !entry.sql().contains("now in the log"))
                .toList();
        assertThat(tried).anySatisfy(entry -> assertThat(entry.sql()).startsWith("REFRESH "));
        assertThat(tried.stream().filter(entry -> !entry.isScratch()).map(Entry::sql))
            .isNotEmpty()
            .allSatisfy(sql -> assertThat(sql).matches(OUTSIDE));
        assertThat(tried.stream().filter(Entry::isScratch).map(Entry::sql))
            .hasSizeGreaterThan(50)
            .noneSatisfy(sql -> assertThat(sql).matches(ACTING));
        assertThat(rows(server, CLUSTER)).isEqualTo(before);
        assertThat(rows(server, "SELECT datname FROM pg_database WHERE datname LIKE 'backupman%'"))
            .isEmpty();
      }
    }
  }

  /** A database with all that would act by itself where it is restored. */
  private static void fill(PostgresServer server) throws SQLException {
    execute(server, "postgres", "CREATE DATABASE " + PRODUCTION);
    var here =
        "host=127.0.0.1 port=%d dbname=%s user=%s password=%s"
            .formatted(server.port(), PRODUCTION, server.user(), server.password());
    execute(
        server,
        PRODUCTION,
        "CREATE TABLE touched (what text)",
        "CREATE TABLE t (a int, b text)",
        "INSERT INTO t SELECT n, 'GRANT ALL ON t TO x;' FROM generate_series(1, 9) n",
        "CREATE EXTENSION dblink",
        "CREATE EXTENSION postgres_fdw",
        "CREATE SERVER self FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host '127.0.0.1', port '%d', dbname '%s')"
            .formatted(server.port(), PRODUCTION),
        "CREATE USER MAPPING FOR PUBLIC SERVER self OPTIONS (user '%s', password '%s')"
            .formatted(server.user(), server.password()),
        "CREATE FOREIGN TABLE far (what text) SERVER self OPTIONS (table_name 'touched')",
        "CREATE FUNCTION tell() RETURNS text LANGUAGE plpgsql AS $$BEGIN"
            + " RETURN public.dblink_exec('%s', 'INSERT INTO touched VALUES (''told'')'); END$$"
                .formatted(here),
        "CREATE FUNCTION ask() RETURNS text STABLE LANGUAGE sql AS $$SELECT public.tell()$$",
        "CREATE FUNCTION on_ddl() RETURNS event_trigger LANGUAGE plpgsql AS $$BEGIN\nGRANT ALL ON public.t TO postgres;\n"
            + "PERFORM public.tell(); END$$",
        "CREATE MATERIALIZED VIEW of_far AS SELECT * FROM far",
        "CREATE VIEW behind AS SELECT tell() AS t",
        "CREATE MATERIALIZED VIEW told AS SELECT * FROM behind",
        "CREATE MATERIALIZED VIEW asked AS SELECT ask()",
        "CREATE MATERIALIZED VIEW linked AS SELECT * FROM dblink('%s', 'SELECT 1') AS x(i int)"
            .formatted(here),
        "CREATE MATERIALIZED VIEW counted AS SELECT count(*), upper('x'), sum(a) FROM t WHERE a > 1",
        "CREATE UNIQUE INDEX ON counted (count)",
        "CREATE PUBLICATION p FOR ALL TABLES",
        "CREATE SUBSCRIPTION s CONNECTION '%s' PUBLICATION p WITH (connect = false, slot_name = 'some')"
            .formatted(here),
        "ALTER DATABASE " + PRODUCTION + " SET work_mem = '5MB'",
        "COMMENT ON DATABASE " + PRODUCTION + " IS 'shop'",
        "COMMENT ON TABLE t IS 'first\nALTER DATABASE " + PRODUCTION + " SET work_mem = 1;'",
        "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO postgres",
        "GRANT SELECT ON t TO postgres",
        "SELECT lo_from_bytea(4711, '\\x00ff')",
        "CREATE EVENT TRIGGER acts ON ddl_command_end EXECUTE FUNCTION on_ddl()",
        "TRUNCATE touched");
  }

  private VerifiedSource verifier(PostgresServer server, PostgresFormat format) {
    var dumped = new DumpedPostgres(server, format);
    var settings = dumped.settings(PRODUCTION, folder.resolve("tmp"));
    return dumped
        .source(settings.restoredBy(settings.user(), settings.password()))
        .verified()
        .orElseThrow();
  }

  private static void execute(PostgresServer server, String database, String... script)
      throws SQLException {
    Sql.run(server.open(database), script);
  }

  private static List<String> rows(PostgresServer server, String sql) throws SQLException {
    return Sql.column(server.open(PRODUCTION), sql);
  }

  /** A statement in the log. */
  private record Entry(String database, String sql) {
    boolean isScratch() {
      return database.startsWith(ScratchServer.USUAL_PREFIX);
    }
  }

  /** The log is written by a process of its own, a little later. */
  private static List<Entry> entriesUntilNow(PostgresServer server, Path log) throws Exception {
    var mark = "SELECT 'now in the log: %s'".formatted(UUID.randomUUID());
    rows(server, mark);
    await().until(() -> entries(log).stream().anyMatch(entry -> entry.sql().equals(mark)));
    return entries(log);
  }

  private static List<Entry> entries(Path log) throws IOException {
    var begin =
        Pattern.compile("^([^@\n]*)@LOG:  (?:statement|execute [^:]*): ", Pattern.MULTILINE);
    var entries = new ArrayList<Entry>();
    for (var part : ENTRY_BEGINS.split(Files.readString(log), -1)) {
      var matcher = begin.matcher(part);
      if (matcher.lookingAt()) {
        entries.add(new Entry(matcher.group(1), part.substring(matcher.end()).strip()));
      }
    }
    return entries;
  }
}
