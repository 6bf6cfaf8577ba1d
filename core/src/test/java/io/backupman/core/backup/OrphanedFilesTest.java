package io.backupman.core.backup;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.uuid.UuidCreator;
import io.backupman.core.source.Compression;
import io.backupman.core.source.DataSource;
import io.backupman.core.source.DumpName;
import io.backupman.core.source.Settings;
import io.backupman.core.source.SourceSettings;
import io.backupman.core.source.SqliteSettings;
import io.backupman.core.source.sqlite.SqliteSource;
import io.backupman.core.store.Database;
import io.backupman.core.store.MigratedDatabase;
import io.backupman.core.testing.SettableClock;
import io.backupman.notifier.spi.BackupReport;
import io.backupman.notifier.spi.BackupStatus;
import io.backupman.notifier.spi.DriveFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which files are removed, and which never. */
class OrphanedFilesTest {
  private static final Duration OLD = Duration.ofDays(1).plusMinutes(1);
  private static final String DUMP = "my-shop-20250702100000-1b0e1b0f.db.gz";

  /** The label's hash in hexadecimal, as Java computes it. */
  private static final String HASH = Integer.toHexString("My Shop".hashCode());

  @TempDir private Path folder;
  private final SettableClock clock = new SettableClock();
  private final BackupBench bench = new BackupBench(clock);
  private final Database database = bench.database;
  private Path tmp = Path.of("");
  private Path drive = Path.of("");

  @BeforeEach
  void folders() throws IOException {
    tmp = Files.createDirectory(folder.resolve("tmp"));
    drive = Files.createDirectory(folder.resolve("drive"));
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        DUMP,
        DUMP + ".part",
        DUMP + ".to-0f1e2d3c.age",
        DUMP + ".to-0f1e2d3c.age.part",
        "my-shop-20250702100000-1b0e1b0f.sql",
        "my-shop-20250702100000-1b0e1b0f.dump.zst",
        ".my-shop-HASH.cnf",
        ".my-shop-HASH.pgpass",
        ".my-shop-HASH.copy",
      })
  void whatNoBackupRefersToIsRemovedADayAfterItWasWritten(String name) throws IOException {
    var orphan = file(tmp, name.replace("HASH", HASH), Duration.ofDays(1));
    orphans().remove();
    assertThat(orphan).exists();

    clock.advance(Duration.ofMinutes(1));
    orphans().remove();

    assertThat(orphan).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "my-shop-20250702100000-1b0e1b0f.txt",
        "my-shop-20250702100000-1b0e1b0f.db.gz.bak",
        "my-shop-20250702100000-1b0e1b0f.db.gz.part.part",
        "my-shop-20250702100000-1b0e1b0f.db.gz.age",
        "my-shop-20250702100000-1b0e1b0.db.gz",
        "my-shop-20250702100000-1B0E1B0F.db.gz",
        "my-shop-20251302100000-1b0e1b0f.db.gz",
        "my-shop-2025070210000-1b0e1b0f.db.gz",
        "copy-of-my-shop-20250702100000-1b0e1b0f.db.gz",
        "another-20250702100000-1b0e1b0f.db.gz",
        ".my-shop-20250702100000-1b0e1b0f.db.gz.part",
        ".my-shop-1.cnf",
        ".my-shop-HASH.key",
        "my-shop.db",
        "notes.part",
      })
  void aStrangersFileStays(String name) throws IOException {
    var other = file(tmp, name.replace("HASH", HASH), Duration.ofDays(999));

    orphans().remove();

    assertThat(other).exists();
  }

  @ParameterizedTest
  @ValueSource(strings = {DUMP, DUMP + ".part", ".my-shop-HASH.cnf", ".my-shop-HASH.copy"})
  void whatAKilledProcessLeftIsRemovedByWhoHasItsRecordsAlone(String name) throws IOException {
    try (var others = MigratedDatabase.open()) {
      var orphan = file(own(database, tmp), name.replace("HASH", HASH), OLD);

      orphans(others, tmp).remove();
      assertThat(orphan).exists();
      orphans().remove();

      assertThat(orphan).doesNotExist();
    }
  }

  @Test
  void fromBeforeThereWereOwnersEachRemovesWhatItsRecordsKnowWhereAFolderIsShared()
      throws IOException {
    var failed = pending();
    var known = file(tmp, name(failed) + ".part", OLD);
    end(failed, BackupStatus.FAILED, (Path) null);
    var unknown = List.of(file(tmp, DUMP, OLD), file(tmp, ".my-shop-" + HASH + ".cnf", OLD));
    try (var others = MigratedDatabase.open()) {
      own(others, tmp);
      orphans().remove();

      assertThat(known).doesNotExist();
      assertThat(unknown).allMatch(Files::exists);
    }
  }

  @Test
  void whoComesLaterSeesThatTheFolderIsShared() throws IOException {
    var needed = pending();
    var dump = file(tmp, name(needed), OLD);
    end(needed, BackupStatus.FAILED, dump);
    orphans().remove();

    try (var others = MigratedDatabase.open()) {
      orphans(others, tmp).remove();
    }

    assertThat(dump).exists();
  }

  @Test
  void aFolderThatADriveHasIsNotClaimedBecauseItIsAwayWhenItIsEmpty() {
    orphans(database, drive).remove();

    assertThat(drive).isEmptyDirectory();
  }

  @Test
  void aFolderAndALinkStayAndSoDoesWhatItLeadsTo() throws IOException {
    var target = file(folder, "precious", Duration.ofDays(999));
    var link = Files.createSymbolicLink(tmp.resolve(DUMP), target);
    Files.getFileAttributeView(link, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
        .setTimes(FileTime.from(Instant.EPOCH), null, null);
    var inside = Files.createDirectory(tmp.resolve(DUMP + ".part"));
    Files.setLastModifiedTime(inside, FileTime.from(Instant.EPOCH));

    orphans().remove();

    assertThat(link).isSymbolicLink();
    assertThat(target).exists();
    assertThat(inside).isDirectory();
  }

  @Test
  void whatAPendingBackupWritesStaysAndWhatItLeftIsRemovedOnceItHasFinished() throws IOException {
    var pending = pending();
    var files =
        List.of(
            file(tmp, name(pending), OLD),
            file(tmp, name(pending) + ".part", OLD),
            file(tmp, ".my-shop-" + HASH + ".copy", OLD));

    orphans().remove();
    assertThat(files).allMatch(Files::exists);
    end(pending, BackupStatus.FINISHED, (Path) null);
    orphans().remove();

    assertThat(files).noneMatch(Files::exists);
  }

  @Test
  void theDumpOfAFailedBackupStaysForARetryAndGoesWithItsRecord() throws IOException {
    var failed = pending();
    var dump = file(tmp, name(failed), Duration.ofDays(30));
    end(failed, BackupStatus.FAILED, dump);
    orphans().remove();
    assertThat(dump).exists();

    assertThat(database.removals().forget(failed.id())).isTrue();
    orphans().remove();

    assertThat(dump).doesNotExist();
  }

  @Test
  void aRecordOfAMachineWhoseNamesCannotBeExpressedHereKeepsItsDump() throws IOException {
    var failed = pending();
    var dump = file(tmp, name(failed), OLD);
    end(failed, BackupStatus.FAILED, "/caf\0/" + name(failed));

    orphans().remove();

    assertThat(dump).exists();
  }

  @Test
  void aFailedBackupWithoutADumpKeepsNone() throws IOException {
    var failed = pending();
    var half = file(tmp, name(failed) + ".part", OLD);
    end(failed, BackupStatus.FAILED, (Path) null);

    orphans().remove();

    assertThat(half).doesNotExist();
  }

  @Test
  void whatLiesWhereADriveHasItsCopiesStays() throws IOException {
    var copy = file(drive, DUMP, OLD);
    var link = Files.createSymbolicLink(folder.resolve("link"), drive);

    orphans(database, link).remove();

    assertThat(copy).exists();
  }

  @Test
  void aCopyThatARecordKnowsStaysWhereverItLies() throws IOException {
    var pending = pending();
    var copy = file(tmp, name(pending), OLD);
    end(pending, BackupStatus.FINISHED, (Path) null, copy);

    orphans().remove();

    assertThat(copy).exists();
  }

  @Test
  void aHalfWrittenCopyOnADriveIsRemovedAndNothingElse() throws IOException {
    var half = file(drive, "." + DUMP + ".part", OLD);
    var second = file(drive, ".my-shop-20250702100000-1b0e1b0f-2.db.gz.age.part", OLD);
    var whole = file(drive, DUMP, OLD);
    var other = file(drive, ".something.part", OLD);
    var young = file(drive, "." + DUMP.replace("1b0f", "1b10") + ".part", Duration.ofHours(23));

    orphans().remove();

    assertThat(List.of(half, second)).noneMatch(Files::exists);
    assertThat(List.of(whole, other, young)).allMatch(Files::exists);
  }

  @Test
  void labelsThatOnlyTheRecordsKnowHaveOrphansToo() throws IOException {
    var pending = pending("Blog");
    end(pending, BackupStatus.FINISHED, (Path) null);
    var orphan = file(tmp, "blog-20250702100000-1b0e1b0f.sql.gz", OLD);

    orphans().remove();

    assertThat(orphan).doesNotExist();
  }

  @Test
  void aFolderThatIsNotThereIsNoTrouble() throws IOException {
    Files.delete(tmp);
    var half = file(drive, "." + DUMP + ".part", OLD);

    orphans().remove();

    assertThat(half).doesNotExist();
  }

  private OrphanedFiles orphans() {
    return orphans(database, tmp);
  }

  private OrphanedFiles orphans(Database records, Path tmpFolder) {
    return new OrphanedFiles(
        records.backups(),
        records.removals(),
        List.of(settings(tmpFolder)),
        records.owner(),
        List.of(drive),
        clock);
  }

  private static SourceSettings settings(Path tmpFolder) {
    return Settings.source("My Shop", tmpFolder, Compression.GZIP);
  }

  private static DataSource source(Path tmpFolder) {
    return new SqliteSource(new SqliteSettings(settings(tmpFolder), Path.of("shop.db")));
  }

  /** The owner's subfolder, made if it is not there. */
  private static Path own(Database records, Path tmpFolder) throws IOException {
    return Files.createDirectories(records.owner().within(tmpFolder));
  }

  private Path file(Path where, String name, Duration age) throws IOException {
    var file = Files.writeString(where.resolve(name), "contents");
    return Files.setLastModifiedTime(file, FileTime.from(clock.instant().minus(age)));
  }

  private String name(Backup backup) {
    return new DumpName(backup.label(), backup.snapshot().createdAt(), backup.id())
        .file(source(tmp));
  }

  private Backup pending() {
    return pending("My Shop");
  }

  private Backup pending(String label) {
    var at = clock.instant().minus(Duration.ofDays(30));
    var id = UuidCreator.getTimeOrderedEpoch(at);
    var copy = DriveFile.builder(UuidCreator.getTimeOrderedEpoch(at), id, "local", "Drive", at);
    var pending =
        new Backup(
            BackupReport.builder(id, BackupStatus.PENDING, label, at)
                .provider("sqlite")
                .driveFiles(List.of(copy.build()))
                .build(),
            null,
            UUID.randomUUID());
    database.backups().begin(pending);
    return pending;
  }

  private void end(Backup pending, BackupStatus status, @Nullable Path dump) {
    end(pending, status, dump, folder.resolve("elsewhere"));
  }

  private void end(Backup pending, BackupStatus status, String dump) {
    end(pending, status, dump, folder.resolve("elsewhere"));
  }

  private void end(Backup pending, BackupStatus status, @Nullable Path dump, Path copy) {
    end(pending, status, dump == null ? null : dump.toString(), copy);
  }

  private void end(Backup pending, BackupStatus status, @Nullable String dump, Path copy) {
    var copies =
        pending.driveFiles().stream()
            .map(file -> file.toBuilder().status(status).path(copy.toString()).build())
            .toList();
    var ended =
        pending.with(
            pending.snapshot().toBuilder()
                .status(status)
                .dumpPath(dump)
                .driveFiles(copies)
                .build());
    var end = bench.end();
    assertThat(
            status == BackupStatus.FINISHED
                ? end.finished(ended, new SizeDrop(0))
                : end.failed(ended, "It broke."))
        .isTrue();
  }
}
