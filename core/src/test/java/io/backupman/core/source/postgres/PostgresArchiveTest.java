package io.backupman.core.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.backupman.core.process.SearchPath;
import io.backupman.core.source.DumpFixture;
import io.backupman.core.source.PostgresFormat;
import io.backupman.core.source.Processes;
import io.backupman.core.source.RunningDump;
import io.backupman.core.source.SampleLibrary;
import io.backupman.core.source.SourceException;
import io.backupman.core.testing.PostgresServer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Archives of PostgreSQL, which are read by pg_restore while pg_dump writes them. */
class PostgresArchiveTest extends DumpFixture {
  private static final PostgresServer SERVER = PostgresServer.shared();

  PostgresArchiveTest() {
    super(new DumpedPostgres(SERVER, PostgresFormat.CUSTOM));
  }

  @Test
  void theDumpRestoresIntoAnEmptyDatabase() throws Exception {
    server().fill(database());

    var dump = write(source());

    var restored = server().createDatabase();
    server().restore(dump, restored);
    assertThat(SampleLibrary.checksums(SERVER, restored))
        .containsKeys("public.book", "\"we\"\"ird schema\".\"ta`ble\"", "public.counted")
        .isEqualTo(SampleLibrary.checksums(SERVER, database()));
    assertThat(SampleLibrary.objects(SERVER, restored))
        .hasSizeGreaterThan(15)
        .isEqualTo(SampleLibrary.objects(SERVER, database()));
    assertThat(tmp().toFile().list()).containsExactly(NAME);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 100, 10_000, 200_000})
  void anArchiveThatIsCutIsSaidThoughTheProgramClaimsSuccess(int bytes) throws Exception {
    server().fill(database());

    assertDumpFails(
        settings().dumpedBy(script("pg_dump \"$@\" | head -c " + bytes)),
        "The archive is not whole: pg_restore could not read it to its end.");
  }

  @Test
  void aProgramThatFailsAfterAWholeOutputIsNotBelieved() throws Exception {
    assertDumpFails(
        settings().dumpedBy(script("pg_dump \"$@\"; exit 7")), "wrapper failed with exit code 7");
  }

  @Test
  void aReaderThatHangsIsEndedWithTheInterrupt() throws Exception {
    server().enlarge(database());
    program("pg_restore", "exec sleep 300");
    program(
        "pg_dump", "exec " + SearchPath.ofEnvironment().find("pg_dump").orElseThrow() + " \"$@\"");
    var source = server().source(settings(), new SearchPath(List.of(folder)));
    var running = new RunningDump(source, NAME);
    await().until(() -> Processes.of("sleep").findAny().isPresent());

    running.interrupt();

    assertThat(running.outcome()).isInstanceOf(InterruptedException.class);
    assertThat(tmp()).isEmptyDirectory();
  }

  @Test
  void theReaderIsTheOneBesideTheDumpProgram() throws Exception {
    program("pg_restore", "cat > /dev/null; echo 'of this version' >&2; exit 1");

    assertDumpFails(settings().dumpedBy(script("exec pg_dump \"$@\"")), "of this version");
  }

  @Test
  void withoutTheProgramsItSaysWhatToInstall() throws Exception {
    var source = server().source(settings(), new SearchPath(List.of(folder)));
    assertThatExceptionOfType(SourceException.class)
        .isThrownBy(() -> write(source))
        .withMessageStartingWith("pg_dump was not found on the PATH. Install the package")
        .withMessageEndingWith("or name the program in dump_command.");
    program("pg_dump", "exit 0");
    assertThatExceptionOfType(SourceException.class)
        .isThrownBy(source::check)
        .withMessageStartingWith("pg_restore was not found on the PATH. Install the package");
  }
}
