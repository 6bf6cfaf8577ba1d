package io.backupman.core.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.core.file.SmallDisk;
import io.backupman.core.notifier.Notifiers;
import io.backupman.core.source.Compression;
import io.backupman.core.source.DataSource;
import io.backupman.core.source.Settings;
import io.backupman.core.source.SqliteSettings;
import io.backupman.core.source.sqlite.SqliteSource;
import io.backupman.core.testing.Records;
import io.backupman.notifier.spi.BackupStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Databases of a megabyte that cannot be compressed, on a drive that refuses. */
class KeptDumpsTest {
  @TempDir private Path folder;

  private final BackupBench bench = new BackupBench();
  private Path tmp = Path.of("");
  private Path drive = Path.of("");

  @BeforeEach
  void aDriveThatRefuses() throws IOException {
    tmp = folder.resolve("tmp");
    drive = Files.writeString(folder.resolve("drive"), "in the way");
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void onlyTheNewestStaysWhileTheDriveRefuses() throws Exception {
    var backups = backups(source("Shop"));

    var first = failed(bench.run(backups, "Shop"));
    var second = failed(bench.run(backups, "Shop"));
    var third = failed(bench.run(backups, "Shop"));

    assertThat(dump(first)).doesNotExist();
    assertThat(dump(second)).doesNotExist();
    assertThat(dump(third)).exists();
    assertThat(bench.find(second.id()).snapshot().dumpPath()).isNull();
    assertThat(bench.find(third.id()).snapshot().dumpPath()).isNotNull();
  }

  @Test
  void itGoesWhenANewerBackupHasFinished() throws Exception {
    var backups = backups(source("Shop"));
    failed(bench.run(backups, "Shop"));
    Files.delete(drive);

    assertThat(bench.run(backups, "Shop").status()).isEqualTo(BackupStatus.FINISHED);

    assertThat(tmp).isEmptyDirectory();
  }

  @Test
  void itStaysWhileTheDatabaseItselfCannotBeDumped() throws Exception {
    var backups = backups(source("Shop"));
    var kept = failed(bench.run(backups, "Shop"));
    Files.move(folder.resolve("Shop.db"), folder.resolve("gone"));

    failed(bench.run(backups, "Shop"));

    assertThat(dump(kept)).exists();
    Files.delete(drive);
    backups.retry(kept.id());
    assertThat(bench.awaitEnd(kept.id()).status()).isEqualTo(BackupStatus.FINISHED);
  }

  @Test
  void aSmallFolderIsNeverFilledUpByWhatFailed() throws Exception {
    try (var disk = SmallDisk.mount("size=5m")) {
      tmp = disk.folder();
      var backups = backups(source("Shop"));
      for (var run = 0; run < 5; run++) {
        assertThat(bench.run(backups, "Shop").snapshot().error()).startsWith("Drive: ");
      }
      Files.delete(drive);

      assertThat(bench.run(backups, "Shop").status()).isEqualTo(BackupStatus.FINISHED);
      assertThat(tmp).isEmptyDirectory();
    }
  }

  @Test
  void aFolderThatHoldsOneDumpOnlyTakesTheNextOneAllTheSame() throws Exception {
    try (var disk = SmallDisk.mount("size=2500k")) {
      tmp = disk.folder();
      var backups = backups(source("Shop"));
      assertThat(bench.run(backups, "Shop").snapshot().error()).startsWith("Drive: ");
      assertThat(bench.run(backups, "Shop").snapshot().error()).startsWith("Drive: ");
    }
  }

  @Test
  void whatAnotherDataSourceHasLeftStaysUntilItIsWorthless() throws Exception {
    try (var disk = SmallDisk.mount("size=2500k")) {
      tmp = disk.folder();
      var backups = backups(source("Shop"), source("Blog"));
      var kept = failed(bench.run(backups, "Blog"));
      Files.delete(drive);

      assertThat(failed(bench.run(backups, "Shop")).snapshot().error())
          .startsWith("No space left in ");

      assertThat(dump(kept)).exists();
      assertThat(bench.find(kept.id()).snapshot().dumpPath()).isNotNull();
      Records.reported(
          bench.database.backups(),
          Notifiers.NONE,
          "Blog",
          BackupStatus.FINISHED,
          bench.clock.instant());

      var ended = bench.run(backups, "Shop");

      assertThat(ended.status()).as(ended.snapshot().error()).isEqualTo(BackupStatus.FINISHED);
      assertThat(bench.find(kept.id()).snapshot().dumpPath()).isNull();
    }
  }

  @Test
  void whereNothingCouldBeRemovedNoRoomWasMade() throws Exception {
    var shop = source("Shop");
    var kept = failed(bench.run(backupsBeside(shop), "Shop"));
    var running = Records.pending("Shop", bench.clock.instant(), UUID.randomUUID());

    assertThat(new KeptDumps(bench.database.backups()).makeRoom(shop.settings(), running))
        .isFalse();

    assertThat(dump(kept)).exists();
  }

  @Test
  void aCopyInTheSameFolderIsNotTakenForADump() throws Exception {
    var backups = backupsBeside(source("Shop"));
    var first = failed(bench.run(backups, "Shop"));

    failed(bench.run(backups, "Shop"));

    assertThat(first.driveFiles().getFirst().path()).isEqualTo(first.snapshot().dumpPath());
    assertThat(dump(first)).exists();
  }

  private Backups backups(DataSource... sources) {
    return bench.backups(List.of(sources), 1, BackupBench.drive("Drive", drive));
  }

  /** To the folder that dumps are written to, and to a drive that refuses. */
  private Backups backupsBeside(DataSource source) throws IOException {
    Files.delete(drive);
    var other = Files.writeString(folder.resolve("other"), "in the way");
    return bench.backups(
        source, BackupBench.drive("Drive", tmp), BackupBench.drive("Other", other));
  }

  private DataSource source(String label) throws SQLException {
    var file = folder.resolve(label + ".db");
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        var statement = connection.createStatement()) {
      statement.execute("CREATE TABLE noise(bytes BLOB)");
      statement.execute("INSERT INTO noise VALUES (randomblob(1000000))");
    }
    return new SqliteSource(
        new SqliteSettings(Settings.source(label, tmp, Compression.NONE), file));
  }

  private static Backup failed(Backup backup) {
    assertThat(backup.status()).isEqualTo(BackupStatus.FAILED);
    return backup;
  }

  private static Path dump(Backup backup) {
    return Path.of(Objects.requireNonNull(backup.snapshot().dumpPath()));
  }
}
