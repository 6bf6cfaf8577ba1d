package io.backupman.core.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.backupman.core.drive.LocalDriveSettings;
import io.backupman.core.drive.local.LocalDrive;
import io.backupman.core.file.SmallDisk;
import io.backupman.core.notifier.Notifiers;
import io.backupman.core.source.Compression;
import io.backupman.core.source.DataSource;
import io.backupman.core.source.SourceSettings;
import io.backupman.core.source.SqliteSettings;
import io.backupman.core.source.sqlite.SqliteSource;
import io.backupman.core.store.Database;
import io.backupman.core.store.engine.DatabaseSettings;
import io.backupman.core.testing.Records;
import io.backupman.notifier.spi.BackupStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
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

  private final Clock clock = Clock.tickMillis(ZoneOffset.UTC);
  private final Database database = Database.open(new DatabaseSettings.Memory());
  private Path tmp = Path.of("");
  private Path drive = Path.of("");

  @BeforeEach
  void aDriveThatRefuses() throws IOException {
    tmp = folder.resolve("tmp");
    drive = Files.writeString(folder.resolve("drive"), "in the way");
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void onlyTheNewestStaysWhileTheDriveRefuses() throws Exception {
    var backups = backups(source("Shop"));

    var first = failed(run(backups, "Shop"));
    var second = failed(run(backups, "Shop"));
    var third = failed(run(backups, "Shop"));

    assertThat(dump(first)).doesNotExist();
    assertThat(dump(second)).doesNotExist();
    assertThat(dump(third)).exists();
    assertThat(find(second.id()).snapshot().dumpPath()).isNull();
    assertThat(find(third.id()).snapshot().dumpPath()).isNotNull();
  }

  @Test
  void itGoesWhenANewerBackupHasFinished() throws Exception {
    var backups = backups(source("Shop"));
    failed(run(backups, "Shop"));
    Files.delete(drive);

    assertThat(run(backups, "Shop").status()).isEqualTo(BackupStatus.FINISHED);

    assertThat(tmp).isEmptyDirectory();
  }

  @Test
  void itStaysWhileTheDatabaseItselfCannotBeDumped() throws Exception {
    var backups = backups(source("Shop"));
    var kept = failed(run(backups, "Shop"));
    Files.move(folder.resolve("Shop.db"), folder.resolve("gone"));

    failed(run(backups, "Shop"));

    assertThat(dump(kept)).exists();
    Files.delete(drive);
    backups.retry(kept.id());
    assertThat(awaitEnd(kept.id()).status()).isEqualTo(BackupStatus.FINISHED);
  }

  @Test
  void aSmallFolderIsNeverFilledUpByWhatFailed() throws Exception {
    try (var disk = SmallDisk.mount("size=5m")) {
      tmp = disk.folder();
      var backups = backups(source("Shop"));
      for (var run = 0; run < 5; run++) {
        assertThat(run(backups, "Shop").snapshot().error()).startsWith("Drive: ");
      }
      Files.delete(drive);

      assertThat(run(backups, "Shop").status()).isEqualTo(BackupStatus.FINISHED);
      assertThat(tmp).isEmptyDirectory();
    }
  }

  @Test
  void aFolderThatHoldsOneDumpOnlyTakesTheNextOneAllTheSame() throws Exception {
    try (var disk = SmallDisk.mount("size=2500k")) {
      tmp = disk.folder();
      var backups = backups(source("Shop"));
      assertThat(run(backups, "Shop").snapshot().error()).startsWith("Drive: ");
      assertThat(run(backups, "Shop").snapshot().error()).startsWith("Drive: ");
    }
  }

  @Test
  void whatAnotherDataSourceHasLeftStaysUntilItIsWorthless() throws Exception {
    try (var disk = SmallDisk.mount("size=2500k")) {
      tmp = disk.folder();
      var backups = backups(source("Shop"), source("Blog"));
      var kept = failed(run(backups, "Blog"));
      Files.delete(drive);

      assertThat(failed(run(backups, "Shop")).snapshot().error()).startsWith("No space left in ");

      assertThat(dump(kept)).exists();
      assertThat(find(kept.id()).snapshot().dumpPath()).isNotNull();
      Records.reported(
          database.backups(), Notifiers.NONE, "Blog", BackupStatus.FINISHED, clock.instant());

      var ended = run(backups, "Shop");

      assertThat(ended.status()).as(ended.snapshot().error()).isEqualTo(BackupStatus.FINISHED);
      assertThat(find(kept.id()).snapshot().dumpPath()).isNull();
    }
  }

  @Test
  void whereNothingCouldBeRemovedNoRoomWasMade() throws Exception {
    Files.delete(drive);
    var other = Files.writeString(folder.resolve("other"), "in the way");
    var shop = source("Shop");
    var kept =
        failed(run(backups(List.of(drive("Drive", tmp), drive("Other", other)), shop), "Shop"));
    var running = Records.pending("Shop", clock.instant(), UUID.randomUUID());

    assertThat(new KeptDumps(database.backups()).makeRoom(shop.settings(), running)).isFalse();

    assertThat(dump(kept)).exists();
  }

  @Test
  void aCopyInTheSameFolderIsNotTakenForADump() throws Exception {
    Files.delete(drive);
    var other = Files.writeString(folder.resolve("other"), "in the way");
    var backups = backups(List.of(drive("Drive", tmp), drive("Other", other)), source("Shop"));
    var first = failed(run(backups, "Shop"));

    failed(run(backups, "Shop"));

    assertThat(first.driveFiles().getFirst().path()).isEqualTo(first.snapshot().dumpPath());
    assertThat(dump(first)).exists();
  }

  private Backups backups(DataSource... sources) {
    return backups(List.of(drive("Drive", drive)), sources);
  }

  private Backups backups(List<LocalDrive> drives, DataSource... sources) {
    var store = database.backups();
    return new Backups(
        List.of(sources),
        List.copyOf(drives),
        store,
        new BackupBegin(store, database.firings(), Records.toNobody(clock), () -> {}),
        new BackupEnd(store, Records.toNobody(clock), clock, () -> {}),
        clock,
        UUID.randomUUID(),
        1);
  }

  private static LocalDrive drive(String label, Path path) {
    return new LocalDrive(new LocalDriveSettings(label, path));
  }

  private DataSource source(String label) throws SQLException {
    var file = folder.resolve(label + ".db");
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        var statement = connection.createStatement()) {
      statement.execute("CREATE TABLE noise(bytes BLOB)");
      statement.execute("INSERT INTO noise VALUES (randomblob(1000000))");
    }
    var settings = new SourceSettings(label, "sqlite", tmp, Compression.NONE, Duration.ofHours(1));
    return new SqliteSource(new SqliteSettings(settings, file));
  }

  private Backup run(Backups backups, String label) {
    return awaitEnd(backups.start(List.of(label), BackupTrigger.MANUAL).backups().getFirst().id());
  }

  private static Backup failed(Backup backup) {
    assertThat(backup.status()).isEqualTo(BackupStatus.FAILED);
    return backup;
  }

  private Backup awaitEnd(UUID id) {
    await().until(() -> find(id).status() != BackupStatus.PENDING);
    return find(id);
  }

  private Backup find(UUID id) {
    return database.backups().find(id).orElseThrow();
  }

  private static Path dump(Backup backup) {
    return Path.of(Objects.requireNonNull(backup.snapshot().dumpPath()));
  }
}
