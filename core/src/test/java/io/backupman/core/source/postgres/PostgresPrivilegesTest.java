package io.backupman.core.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.core.source.Dump;
import io.backupman.core.source.DumpFixture;
import io.backupman.core.source.PostgresFormat;
import io.backupman.core.source.SourceException;
import io.backupman.core.testing.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a user may not see is no gap in a dump of PostgreSQL that nobody notices. */
class PostgresPrivilegesTest extends DumpFixture {

  PostgresPrivilegesTest() {
    super(new DumpedPostgres(PostgresServer.shared(), PostgresFormat.PLAIN));
  }

  @Test
  void rowsThatAreHiddenFromTheUserAreSaid() throws Exception {
    server().createUser(database(), "blind", "word");
    execute(
        "CREATE TABLE t (id int)",
        "GRANT SELECT ON t TO blind",
        "ALTER TABLE t ENABLE ROW LEVEL SECURITY",
        "CREATE POLICY hides ON t USING (id > 1)");

    assertDumpFails(
        settings().signedInAs("blind", "word"),
        "Row-level security hides rows of '"
            + database()
            + "' from the user 'blind', so the dump would not be whole: ALTER ROLE \"blind\" BYPASSRLS;");
  }

  @Test
  void theLeastPrivilegesAreEnoughAlsoThroughARole() throws Exception {
    execute("DROP ROLE IF EXISTS readers", "CREATE ROLE readers");
    server().createUser(database(), "heir", "word");
    execute(
        "CREATE SCHEMA hidden",
        "CREATE TABLE hidden.t (id serial, x text)",
        "GRANT pg_read_all_data TO readers",
        "GRANT readers TO heir");
    var source = server().source(settings().signedInAs("heir", "word"));

    assertThat(text(write(source))).contains("hidden.t_id_seq", "COPY hidden.t");
    Files.delete(tmp().resolve(NAME));
    execute("ALTER ROLE heir NOINHERIT");
    assertDumpFails(
        source,
        "lacks a privilege to dump '%s': GRANT pg_read_all_data TO \"heir\";"
            .formatted(database()));
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
    server().createUser(database(), "curious", "word");
    execute("CREATE SCHEMA hidden", sql);
    var all = objectsIn(write(source()));
    Files.delete(tmp().resolve(NAME));
    var source = server().source(settings().signedInAs("curious", "word"));
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
    server().createUser(database(), "reader", "word");
    execute("SELECT lo_from_bytea(4711, 'x')", "GRANT pg_read_all_data TO reader");
    var source = server().source(settings().signedInAs("reader", "word"));

    assertDumpFails(source, "GRANT SELECT ON LARGE OBJECT … TO \"reader\";");

    execute("GRANT SELECT ON LARGE OBJECT 4711 TO reader");
    assertThat(text(write(source))).contains("lo_open('4711'");
  }

  @Test
  void subscriptionsThatTheProgramLeavesOutAreSaid() throws Exception {
    server().createUser(database(), "subscriber", "word");
    execute(
        "GRANT pg_read_all_data TO subscriber",
        "CREATE SUBSCRIPTION s CONNECTION 'host=nowhere' PUBLICATION p"
            + " WITH (connect = false, slot_name = NONE)");

    assertDumpFails(
        settings().signedInAs("subscriber", "word"),
        "has subscriptions, which pg_dump leaves out for the user 'subscriber'");
    assertThat(text(write(source()))).contains("CREATE SUBSCRIPTION s ");
    execute("DROP SUBSCRIPTION s");
  }

  @Test
  void optionsOfUserMappingsThatTheUserMayNotSeeAreSaid() throws Exception {
    server().createUser(database(), "mapped", "word");
    execute(
        "GRANT pg_read_all_data TO mapped",
        "CREATE EXTENSION postgres_fdw",
        "CREATE SERVER far FOREIGN DATA WRAPPER postgres_fdw",
        "CREATE USER MAPPING FOR mapped SERVER far OPTIONS (user 'x', password 'own')");
    var source = server().source(settings().signedInAs("mapped", "word"));
    assertDumpFails(
        source, "may not see the options of the user mapping of 'mapped' for the server 'far'");

    execute("GRANT USAGE ON FOREIGN SERVER far TO mapped");
    assertThat(text(write(source))).contains("password 'own'");
    Files.delete(tmp().resolve(NAME));

    execute("CREATE USER MAPPING FOR PUBLIC SERVER far OPTIONS (user 'y')");
    assertDumpFails(source, "user mapping of 'public' for the server 'far'");
  }
}
