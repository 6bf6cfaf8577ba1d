package io.backupman.core.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.core.drive.Drive;
import io.backupman.core.net.TlsMode;
import io.backupman.core.process.SearchPath;
import io.backupman.core.source.Compression;
import io.backupman.core.source.DataSource;
import io.backupman.core.source.DumpCommand;
import io.backupman.core.source.FakeSource;
import io.backupman.core.source.MariaDbSettings;
import io.backupman.core.source.ScratchServer;
import io.backupman.core.source.Settings;
import io.backupman.core.source.SourceSettings;
import io.backupman.core.source.SqliteSettings;
import io.backupman.core.source.mariadb.MariaDbSource;
import io.backupman.core.source.sqlite.SampleDatabase;
import io.backupman.core.source.sqlite.SqliteSource;
import io.backupman.core.testing.MariaDbServer;
import io.backupman.core.testing.Records;
import io.backupman.notifier.spi.BackupStatus;
import io.backupman.notifier.spi.Secret;
import io.backupman.notifier.spi.Verification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of a backup whose dump is restored, and of one that is suspiciously small. */
class VerifiedBackupsTest {
  @TempDir private Path folder;

  private final BackupBench bench = new BackupBench();
  private Path shop = Path.of("");
  private Path drive = Path.of("");

  @BeforeEach
  void setUp() {
    shop = folder.resolve("shop.db");
    drive = folder.resolve("drive");
    SampleDatabase.create(shop);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void theRecordAndTheReportSayThatTheDumpWasRestored() {
    var ended = bench.run(backups(sqlite(true)));

    assertThat(ended.status()).as(ended.snapshot().error()).isEqualTo(BackupStatus.FINISHED);
    assertThat(ended.snapshot().verification()).isEqualTo(Verification.verified(1, 1_000));
    assertThat(bench.told().verification()).isEqualTo(Verification.verified(1, 1_000));
    assertThat(folder.resolve("tmp")).isEmptyDirectory();
  }

  @Test
  void nothingIsSaidOfItWhereItIsNotWanted() {
    var ended = bench.run(backups(sqlite(false)));

    assertThat(ended.snapshot().verification()).isNull();
  }

  @Test
  void aDumpThatCannotBeRestoredFailsButIsKept() throws Exception {
    var backups = backups(mariaDb("s/^CREATE TABLE `t`/CREATE TABEL `t`/"));

    var ended = bench.run(backups);

    assertThat(ended.status()).isEqualTo(BackupStatus.FAILED);
    assertThat(ended.snapshot().error())
        .startsWith("The dump could not be restored: ")
        .contains("statements that are not known here (CREATE TABEL)");
    assertThat(ended.snapshot().verification())
        .isEqualTo(
            Verification.failed(
                Objects.requireNonNull(ended.snapshot().error())
                    .replace("The dump could not be restored: ", "")));
    assertThat(ended.driveFiles())
        .allSatisfy(file -> assertThat(file.status()).isEqualTo(BackupStatus.FINISHED));
    assertThat(drive.toFile().list()).hasSize(1);
    assertThat(ended.snapshot().dumpPath()).isNull();
    assertThat(bench.told()).isEqualTo(Records.told(ended.snapshot()).failures(1).build());
  }

  @Test
  void theCopiesOfOneThatCouldNotBeRestoredAreReplacedByARetry() throws Exception {
    var failed = bench.run(backups(mariaDb("s/^CREATE TABLE `t`/CREATE TABEL `t`/")));
    var bad = Path.of(Objects.requireNonNull(failed.driveFiles().getFirst().path()));
    var mended = backups(mariaDb("s/nothing//"));

    mended.retry(failed.id());

    var ended = bench.awaitEnd(failed.id());
    assertThat(ended.status()).as(ended.snapshot().error()).isEqualTo(BackupStatus.FINISHED);
    assertThat(bad).doesNotExist();
    assertThat(drive.toFile().list()).hasSize(1);
  }

  @Test
  void aGoodCopyIsNotReplacedByOneThatCouldNotBeRestored() throws Exception {
    var other = Files.writeString(folder.resolve("other"), "in the way");
    var failed = bench.run(backups(mariaDb("s/nothing//"), drive, other));
    assertThat(failed.snapshot().verification()).isEqualTo(Verification.verified(1, 2));
    var good = failed.driveFiles().getFirst();
    Files.delete(Path.of(Objects.requireNonNull(failed.snapshot().dumpPath())));
    var broken = backups(mariaDb("s/^CREATE TABLE `t`/CREATE TABEL `t`/"), drive, other);

    broken.retry(failed.id());

    var ended = bench.awaitEnd(failed.id());
    assertThat(ended.status()).isEqualTo(BackupStatus.FAILED);
    assertThat(ended.snapshot().error()).startsWith("The dump could not be restored: ");
    assertThat(drive).isDirectoryContaining(Path.of(Objects.requireNonNull(good.path()))::equals);
    var copy = ended.driveFiles().getFirst();
    assertThat(copy.status()).isEqualTo(BackupStatus.FINISHED);
    assertThat(copy.path()).isEqualTo(good.path());
    assertThat(copy.sizeBytes()).isEqualTo(good.sizeBytes());
    Files.delete(other);
    var mended = backups(mariaDb("s/nothing//"), drive, other);

    mended.retry(failed.id());

    var last = bench.awaitEnd(failed.id());
    assertThat(last.status()).as(last.snapshot().error()).isEqualTo(BackupStatus.FINISHED);
    assertThat(Path.of(Objects.requireNonNull(good.path()))).doesNotExist();
    assertThat(folder.resolve("tmp")).isEmptyDirectory();
  }

  @Test
  void aDumpThatWasNotRestoredStaysUntilTheDatabaseCouldBeDumpedAnew() throws Exception {
    Files.writeString(drive, "in the way");
    var failed = bench.run(backups(sqlite(false)));
    var dump = Path.of(Objects.requireNonNull(failed.snapshot().dumpPath()));
    Files.move(shop, folder.resolve("away"));
    var backups = backups(sqlite(true));

    backups.retry(failed.id());

    var away = bench.awaitEnd(failed.id());
    assertThat(away.status()).isEqualTo(BackupStatus.FAILED);
    assertThat(dump).exists();
    assertThat(away.snapshot().dumpPath()).isEqualTo(dump.toString());
    Files.move(folder.resolve("away"), shop);

    backups.retry(failed.id());

    var another = bench.awaitEnd(failed.id());
    assertThat(another.snapshot().verification()).isEqualTo(Verification.verified(1, 1_000));
    assertThat(another.snapshot().dumpPath()).isNotEqualTo(dump.toString());
    assertThat(dump).doesNotExist();
  }

  @Test
  void whatCouldNotBeRestoredNorCopiedIsDumpedAnew() throws Exception {
    Files.writeString(drive, "in the way");
    var failed = bench.run(backups(mariaDb("s/^CREATE TABLE `t`/CREATE TABEL `t`/")));
    assertThat(failed.snapshot().error()).contains("The dump could not be restored: ", " Drive: ");
    Files.delete(drive);
    var mended = backups(mariaDb("s/nothing//"));

    mended.retry(failed.id());

    var ended = bench.awaitEnd(failed.id());
    assertThat(ended.status()).as(ended.snapshot().error()).isEqualTo(BackupStatus.FINISHED);
    assertThat(ended.snapshot().verification()).isEqualTo(Verification.verified(1, 2));
  }

  @Test
  void whatWasRestoredIsNotRestoredAgainWhenOnlyACopyFailed() throws Exception {
    Files.writeString(drive, "in the way");
    var backups = backups(sqlite(true));
    var failed = bench.run(backups);
    assertThat(failed.snapshot().verification()).isEqualTo(Verification.verified(1, 1_000));
    Files.delete(drive);
    Files.delete(shop);

    backups.retry(failed.id());

    var ended = bench.awaitEnd(failed.id());
    assertThat(ended.status()).as(ended.snapshot().error()).isEqualTo(BackupStatus.FINISHED);
    assertThat(ended.snapshot().verification()).isEqualTo(Verification.verified(1, 1_000));
  }

  @Test
  void aDumpThatIsMuchSmallerThanUsualIsSaid() throws SQLException {
    var backups = backups(sqlite(false));
    for (var i = 0; i < 3; i++) {
      assertThat(bench.run(backups).snapshot().warning()).isNull();
    }
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + shop);
        var statement = connection.createStatement()) {
      statement.execute("DELETE FROM orders");
    }

    var ended = bench.run(backups);

    assertThat(ended.status()).isEqualTo(BackupStatus.FINISHED);
    assertThat(ended.snapshot().warning())
        .startsWith("The dump is ")
        .contains(" % smaller than usual: ", ", median of the last 3: ");
    assertThat(bench.told().warning()).isEqualTo(ended.snapshot().warning());
  }

  @Test
  void warningsOfADumpStayWithItThoughACopyFailsAndStandBesideOthers() throws Exception {
    Files.writeString(drive, "in the way");
    var backups = backups(warning(sqlite(true), "One.", "Two."));
    var failed = bench.run(backups);
    assertThat(failed.status()).isEqualTo(BackupStatus.FAILED);
    assertThat(failed.snapshot().warning()).isEqualTo("One. Two.");
    Files.delete(drive);

    backups.retry(failed.id());

    var ended = bench.awaitEnd(failed.id());
    assertThat(ended.status()).as(ended.snapshot().error()).isEqualTo(BackupStatus.FINISHED);
    assertThat(ended.snapshot().warning()).isEqualTo("One. Two.");
    assertThat(bench.told().warning()).isEqualTo("One. Two.");
    for (var i = 0; i < 2; i++) {
      bench.run(backups);
    }
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + shop);
        var statement = connection.createStatement()) {
      statement.execute("DELETE FROM orders");
    }
    assertThat(bench.run(backups).snapshot().warning()).startsWith("One. Two. The dump is ");
  }

  @Test
  void warningsOfADumpThatIsMadeAnewAreItsOwn() throws Exception {
    Files.writeString(drive, "in the way");
    var failed = bench.run(backups(warning(sqlite(false), "One.")));
    Files.delete(drive);
    Files.delete(Path.of(Objects.requireNonNull(failed.snapshot().dumpPath())));
    var mended = backups(sqlite(false));

    mended.retry(failed.id());

    assertThat(bench.awaitEnd(failed.id()).snapshot().warning())
        .contains("so the database was dumped anew")
        .doesNotContain("One.");
  }

  private DataSource sqlite(boolean restored) {
    return new SqliteSource(new SqliteSettings(common(), shop, restored));
  }

  /** Dumped by a program that changes the script, as no proof of its end notices. */
  private DataSource mariaDb(String sed) throws IOException, SQLException {
    var server = MariaDbServer.shared();
    var name = server.createDatabase();
    try (var connection = server.open(name);
        var statement = connection.createStatement()) {
      statement.execute("CREATE TABLE t (id INT PRIMARY KEY)");
      statement.execute("INSERT INTO t VALUES (1), (2)");
    }
    var program = folder.resolve("changing-dump");
    Files.writeString(
        program,
        """
        #!/bin/sh
        case "$*" in *--version*) exec mariadb-dump --version;; esac
        mariadb-dump "$@" | sed '%s'
        """
            .formatted(sed));
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    var scratch =
        new ScratchServer(
            server.host(),
            server.port(),
            ScratchServer.USUAL_PREFIX,
            server.user(),
            Secret.of(server.password()),
            TlsMode.OFF);
    return new MariaDbSource(
        new MariaDbSettings(
            common(),
            server.host(),
            server.port(),
            name,
            server.user(),
            Secret.of(server.password()),
            TlsMode.OFF,
            new DumpCommand(program.toString(), List.of()),
            scratch),
        SearchPath.ofEnvironment());
  }

  private static DataSource warning(DataSource dumped, String... sentences) {
    return new FakeSource(dumped.settings(), dumped::dump).warning(sentences);
  }

  private static Drive drive(Path path) {
    return BackupBench.drive(path.endsWith("drive") ? "Drive" : "Other", path);
  }

  private SourceSettings common() {
    return Settings.source("Shop", folder.resolve("tmp"), Compression.GZIP);
  }

  private Backups backups(DataSource source) {
    return backups(source, drive);
  }

  private Backups backups(DataSource source, Path... drives) {
    return bench.backups(
        source, Stream.of(drives).map(VerifiedBackupsTest::drive).toArray(Drive[]::new));
  }
}
