package io.backupman.core.source.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.backupman.core.source.Compression;
import io.backupman.core.source.Dump;
import io.backupman.core.source.DumpWriter;
import io.backupman.core.source.Settings;
import io.backupman.core.source.SourceException;
import io.backupman.core.source.SqliteSettings;
import io.backupman.core.source.TempFileKind;
import io.backupman.core.source.VerifiedSource;
import io.backupman.core.source.program.PrivateTempFile;
import io.backupman.core.testing.Dumps;
import io.backupman.notifier.spi.Verification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Dumps of a real SQLite database, restored. */
@Timeout(120)
class SqliteRestoreVerifierTest {
  private static final String NAME = "a.db";

  @TempDir Path folder;
  private Path shop = Path.of("");
  private Path tmp = Path.of("");

  @BeforeEach
  void setUp() throws SQLException {
    shop = folder.resolve("shop.db");
    tmp = folder.resolve("tmp");
    SampleDatabase.create(shop);
    execute(
        shop,
        "CREATE TABLE \"we\"\"ird name\" (a)",
        "CREATE VIRTUAL TABLE words USING fts5(text)",
        "INSERT INTO words VALUES ('found')");
  }

  @ParameterizedTest
  @EnumSource
  void aDumpIsRestored(Compression compression) throws Exception {
    var verifier = verifier(compression);

    var verification = verifier.restore(dump(verifier));

    assertThat(verification.status()).isEqualTo(Verification.Status.VERIFIED);
    assertThat(verification.rows()).isGreaterThanOrEqualTo(1000);
    assertThat(tmp.toFile().list()).containsExactly(NAME);
  }

  @Test
  void whoeverWritesMeanwhileMakesNoDifference() throws Exception {
    var verifier = verifier(Compression.NONE);
    var dump = dump(verifier);
    execute(shop, "DELETE FROM orders", "DROP TABLE \"we\"\"ird name\"");

    assertThat(verifier.restore(dump).status()).isEqualTo(Verification.Status.VERIFIED);
  }

  @Test
  void missingRowsAndTablesAreSaid() throws Exception {
    var verifier = verifier(Compression.NONE);
    var dump = dump(verifier);
    execute(dump.file(), "DELETE FROM orders WHERE id > 998", "DROP TABLE \"we\"\"ird name\"");

    assertThatExceptionOfType(SourceException.class)
        .isThrownBy(() -> verifier.restore(Dumps.of(dump.file())))
        .withMessage(
            "What it holds is not what was dumped: 'orders' has 998 rows, but 1,000 were dumped;"
                + " the table 'we\"ird name' is missing.");
    assertThat(tmp.toFile().list()).containsExactly(NAME);
  }

  @Test
  void aDamagedDumpIsSaid() throws Exception {
    var verifier = verifier(Compression.NONE);
    var dump = dump(verifier);
    damage(dump.file());

    assertThatExceptionOfType(SourceException.class)
        .isThrownBy(() -> verifier.restore(dump))
        .withMessageStartingWith("The restored database ");
    assertThat(tmp.toFile().list()).containsExactly(NAME);
  }

  @Test
  void whatAKilledProcessLeftBehindIsRemoved() throws IOException {
    Files.createDirectories(tmp);
    var settings = settings(Compression.NONE);
    try (var scratch = PrivateTempFile.create(settings.common(), TempFileKind.SQLITE_RESTORED)) {
      assertThat(scratch.path()).exists();

      new SqliteSource(settings).removeLeftovers();

      assertThat(scratch.path()).doesNotExist();
    }
  }

  @Test
  void nobodyIsMadeToRestore() {
    assertThat(new SqliteSource(Settings.sqlite(shop, tmp)).verified()).isEmpty();
  }

  /** The pages behind the first, which says what there is. */
  private static void damage(Path file) throws IOException {
    var bytes = Files.readAllBytes(file);
    Arrays.fill(bytes, bytes.length / 2, bytes.length, (byte) 0x5a);
    Files.write(file, bytes);
  }

  private VerifiedSource verifier(Compression compression) {
    return new SqliteSource(settings(compression)).verified().orElseThrow();
  }

  private SqliteSettings settings(Compression compression) {
    return new SqliteSettings(Settings.common("sqlite", tmp, compression), shop, true);
  }

  private static Dump dump(VerifiedSource verifier) throws InterruptedException {
    return new DumpWriter().write(verifier, NAME, bytes -> {});
  }

  private static void execute(Path file, String... script) throws SQLException {
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        var statement = connection.createStatement()) {
      for (var sql : script) {
        statement.execute(sql);
      }
    }
  }
}
