package io.backupman.core.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.backupman.core.source.PostgresFormat;
import io.backupman.core.source.SourceException;
import io.backupman.core.testing.PostgresServer;
import io.backupman.notifier.spi.Verification;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Scripts of a real PostgreSQL database, restored on the same server. */
class PostgresRestoreVerifierTest extends PostgresVerifierContract {
  private static final PostgresServer SERVER = PostgresServer.shared();

  PostgresRestoreVerifierTest() {
    super(PostgresFormat.PLAIN);
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
    assertNotRestored(verifier(settings().dumpedBy(changing(change))), sentence);
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
    var databases = server().databases();
    var verifier =
        verifier(
            new DumpedPostgres(SERVER, format), settings().restoredBy("tester", "secret-word"));

    assertThat(verifier.restore(write(verifier)).status()).isEqualTo(Verification.Status.VERIFIED);

    assertThat(server().databases()).isEqualTo(databases);
    execute("DROP ROLE tester");
  }

  @ParameterizedTest
  @EnumSource
  void aSocketLeadsCheckDumpAndVerificationToTheServer(PostgresFormat format) throws Exception {
    var databases = server().databases();
    var dumped = new DumpedPostgres(SERVER, format);
    var settings = settings().at(SERVER.socketFolder().toString(), SERVER.port());
    var verifier = verifier(dumped, settings);

    dumped.source(settings).check();

    assertThat(verifier.restore(write(verifier))).isEqualTo(verified());
    assertThat(server().databases()).isEqualTo(databases);
  }

  @Test
  void aSocketThatIsNotThereIsSaid() {
    var host = folder.resolve("nowhere").toString();
    var source = server().source(settings().at(host, SERVER.port()));

    assertThatExceptionOfType(SourceException.class)
        .isThrownBy(source::check)
        .withMessageStartingWith(host + ":" + SERVER.port() + " could not be reached");
  }
}
