package io.backupman.core.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.backupman.core.net.TlsMode;
import io.backupman.core.source.program.ScratchDatabaseName;
import io.backupman.notifier.spi.Secret;
import io.backupman.notifier.spi.Verification;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every kind of server has to keep when its dumps are restored, on the same server here. */
public abstract class RestoreVerifierContract extends DumpFixture {
  private final Compression compression;

  protected RestoreVerifierContract(DumpedServer server, Compression compression) {
    super(server);
    this.compression = compression;
  }

  @BeforeEach
  final void fill() throws SQLException {
    server().fill(database());
  }

  /** What comes of a dump of what a database is filled with. */
  protected abstract Verification verified();

  /** What fills a table and empties it again, so that it is empty most of the time. */
  protected abstract String[] addsAndTakes();

  @Test
  void aDumpIsRestoredAndTheScratchDatabaseIsDropped() throws Exception {
    List<String> contents = server().contents(database());
    List<String> databases = server().databases();
    VerifiedSource verifier = verifier(settings());

    Verification verification = verifier.restore(write(verifier));

    assertThat(verification).isEqualTo(verified());
    assertThat(server().databases()).isEqualTo(databases);
    assertThat(server().contents(database())).isEqualTo(contents);
    assertThat(tmp().toFile().list()).containsExactly(NAME);
  }

  @Test
  void whoeverWritesMeanwhileMakesNoFalseAlarm() throws Exception {
    execute("CREATE TABLE queue (text CHAR(200))");
    AtomicBoolean stop = new AtomicBoolean();
    AtomicInteger rounds = new AtomicInteger();
    Thread writer = Thread.ofVirtual().start(() -> addAndTake(stop, rounds));
    try {
      for (int i = 0; i < 3; i++) {
        VerifiedSource verifier = verifier(settings());
        int before = rounds.get();
        Dump dump = write(verifier);
        await().until(() -> rounds.get() > before);
        assertThat(verifier.restore(dump).status()).isEqualTo(Verification.Status.VERIFIED);
      }
    } finally {
      stop.set(true);
      writer.join();
    }
  }

  private void addAndTake(AtomicBoolean stop, AtomicInteger rounds) {
    try (var connection = server().open(database());
        var statement = connection.createStatement()) {
      while (!stop.get()) {
        for (String sql : addsAndTakes()) {
          statement.execute(sql);
        }
        rounds.incrementAndGet();
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void whoMayNotCreateDatabasesIsToldSo() throws Exception {
    server().createPoorUser(database(), "poor", "secret-word");
    VerifiedSource verifier = verifier(settings().restoredBy("poor", "secret-word"));
    Dump dump = write(verifier);

    assertThatExceptionOfType(SourceException.class)
        .isThrownBy(() -> verifier.restore(dump))
        .withMessageStartingWith("The user 'poor' may not create")
        .withMessageContaining("the scratch database")
        .withMessageNotContaining("secret-word");
  }

  @Test
  void aServerThatIsAwayIsSaid() throws Exception {
    ScratchServer away =
        new ScratchServer(
            "127.0.0.1",
            1,
            ScratchServer.USUAL_PREFIX,
            settings().user(),
            Secret.of(settings().password()),
            TlsMode.OFF);

    assertNotRestored(
        verifier(settings().restoredOn(away)),
        "The scratch server: 127.0.0.1:1 could not be reached");
  }

  @Test
  void whatAKilledProcessLeftBehindIsDroppedAndNothingElse() throws Exception {
    List<String> before = server().databases();
    String left = names().next();
    String other = "backupman_verify_00000000_00000000";
    String used = names().next();
    execute("CREATE DATABASE " + left, "CREATE DATABASE " + other, "CREATE DATABASE " + used);
    try (var user = server().open(used)) {
      assertThat(user.isValid(1)).isTrue();
      VerifiedSource verifier = verifier(settings());

      verifier.restore(write(verifier));

      assertThat(server().databases())
          .containsAll(before)
          .contains(other, used)
          .hasSize(before.size() + 2);
    }
    execute("DROP DATABASE " + other, "DROP DATABASE " + used);
  }

  @Test
  void whoTakesOverFromAKilledProcessDropsWhatItsVerificationsLeftBehind() throws Exception {
    String left = names().next();
    String used = names().next();
    execute("CREATE DATABASE " + left, "CREATE DATABASE " + used);
    try (var user = server().open(used)) {
      assertThat(user.isValid(1)).isTrue();

      verifier(settings()).dropScratchDatabases();

      assertThat(server().databases()).contains(used).doesNotContain(left);
    }
    execute("DROP DATABASE " + used);
  }

  /** Those of the scratch databases of this data source. */
  private ScratchDatabaseName names() {
    return new ScratchDatabaseName(
        ScratchServer.USUAL_PREFIX,
        "My Source\n%s:%d\n%s".formatted(settings().host(), settings().port(), database()));
  }

  /** Dumps, and restores with the account that dumps unless another one is said. */
  protected final VerifiedSource verifier(ServerSettings settings) {
    return verifier(server(), settings);
  }

  protected final VerifiedSource verifier(DumpedServer dumped, ServerSettings settings) {
    ServerSettings compressed =
        settings.with(Settings.common(settings.common().provider(), tmp(), compression));
    return dumped
        .source(
            settings.scratch() == null
                ? compressed.restoredBy(settings.user(), settings.password())
                : compressed)
        .verified()
        .orElseThrow();
  }

  /** A dump program whose script is changed on its way, as no proof of its end notices. */
  protected final Path changing(String sed) throws IOException {
    String program = server().dumpProgram();
    return script(
        "[ \"$1\" = --version ] && exec %1$s \"$@\"; %1$s \"$@\" | sed '".formatted(program)
            + sed
            + "'");
  }

  /** The dump is made, but not restored, and nothing is left of the scratch database. */
  protected final void assertNotRestored(VerifiedSource verifier, String sentence)
      throws Exception {
    List<String> before = new ArrayList<>(server().databases());
    Dump dump = write(verifier);
    assertThatExceptionOfType(SourceException.class)
        .isThrownBy(() -> verifier.restore(dump))
        .withMessageContaining(sentence);
    assertThat(server().databases()).isEqualTo(before);
  }
}
