package io.backupman.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.groups.Tuple.tuple;

import io.backupman.core.backup.Backup;
import io.backupman.core.backup.BackupQuery;
import io.backupman.core.backup.BackupRemoval;
import io.backupman.core.drive.DriveSettings;
import io.backupman.core.drive.GoogleDriveSettings;
import io.backupman.core.drive.LocalDriveSettings;
import io.backupman.core.drive.S3DriveSettings;
import io.backupman.core.report.ReportQuery;
import io.backupman.core.request.Page;
import io.backupman.core.source.Compression;
import io.backupman.core.source.SourceSettings;
import io.backupman.core.source.SqliteSettings;
import io.backupman.core.store.engine.DatabaseSettings;
import io.backupman.core.store.engine.Outlook;
import io.backupman.core.store.engine.StoreException;
import io.backupman.core.testing.LegacyTool;
import io.backupman.notifier.spi.BackupStatus;
import io.backupman.notifier.spi.DriveFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of the records of heryTz/backupman. */
@Timeout(120)
abstract class LegacyImportContract {
  static final Instant MONDAY = Instant.parse("2025-03-30T01:30:00Z");
  private static final Duration DAY = Duration.ofDays(1);

  @TempDir Path folder;
  LegacyTool tool;
  private DatabaseSettings settings;

  @SuppressWarnings("NullAway.Init")
  LegacyImportContract() {}

  /** A new database that only that program has used. */
  abstract LegacyTool newTool();

  /** Ours, which takes its records over. */
  abstract DatabaseSettings settings();

  @BeforeEach
  final void begin() {
    tool = newTool();
    settings = settings();
  }

  @AfterEach
  final void end() {
    tool.close();
  }

  private LegacyPlaces places() {
    var shop =
        new SourceSettings(
            "Shop", "sqlite", folder.resolve("tmp"), Compression.GZIP, Duration.ofHours(6));
    List<DriveSettings> drives =
        List.of(
            new LocalDriveSettings("Local Drive", folder.resolve("storage")),
            new S3DriveSettings("S3", "bucket", "region", null, null, "now/another", false),
            new GoogleDriveSettings("Google", "a/b", folder, folder));
    return new LegacyPlaces(List.of(new SqliteSettings(shop, folder.resolve("shop.db"))), drives);
  }

  Database open() {
    var clock = Clock.fixed(MONDAY.plus(Duration.ofDays(100)), ZoneOffset.UTC);
    return Database.open(settings, clock, places());
  }

  private static List<Backup> all(Database database) {
    return database.backups().list(new BackupQuery(1000, null, null, null, null, null)).results();
  }

  private static DriveFile only(Backup backup) {
    assertThat(backup.driveFiles()).hasSize(1);
    return backup.driveFiles().getFirst();
  }

  @Test
  void whatHasFinishedIsTakenOverWithItsTimesAndCopiesAndWithoutReports() {
    var older = tool.backup("Shop", "finished", MONDAY);
    tool.updated(older, MONDAY.plusSeconds(90));
    var copy = tool.copy(older, "local", "Local Drive", "finished", "storage/20250330013000.sql");
    tool.copy(older, "s3", "S3", "finished", "then/20250330013001.sql");
    tool.copy(older, "google_drive", "Google", "finished", "20250330013002.sql");
    tool.copy(older, "local", "Gone", "finished", "elsewhere/20250330013003.sql");
    var newer = tool.backup("Gone too", "finished", MONDAY.plus(DAY));
    tool.copy(newer, "local", "Local Drive", "finished", "/not/there/any/more.sql");

    try (var database = open()) {
      assertThat(all(database)).extracting(Backup::label).containsExactly("Gone too", "Shop");
      var taken = all(database).getLast().snapshot();
      assertThat(taken.status()).isEqualTo(BackupStatus.FINISHED);
      assertThat(taken.createdAt()).isEqualTo(MONDAY);
      assertThat(taken.startedAt()).isEqualTo(MONDAY);
      assertThat(taken.finishedAt()).isEqualTo(MONDAY.plusSeconds(90));
      assertThat(taken.provider()).isEqualTo("sqlite");
      assertThat(taken.trigger()).isEqualTo("import");
      assertThat(taken.sizeBytes()).isNull();
      assertThat(taken.dumpPath()).isNull();
      assertThat(taken.error()).isNull();
      assertThat(taken.id().toString()).endsWith(older.substring(15));
      assertThat(Samples.isVersion7(taken.id())).isTrue();
      assertThat(Samples.timeOf(taken.id())).isEqualTo(MONDAY);
      assertThat(taken.driveFiles())
          .extracting(DriveFile::label, DriveFile::path)
          .containsExactlyInAnyOrder(
              tuple("Local Drive", folder.resolve("storage/20250330013000.sql").toString()),
              tuple("S3", "then/20250330013001.sql"),
              tuple("Google", "a/b/20250330013002.sql"),
              tuple("Gone", "elsewhere/20250330013003.sql"));
      assertThat(taken.driveFiles()).extracting(DriveFile::id).contains(UUID.fromString(copy));
      assertThat(only(all(database).getFirst()).path()).isEqualTo("/not/there/any/more.sql");
      assertThat(all(database).getFirst().snapshot().provider()).isEqualTo("unknown");
      assertThat(all(database)).extracting(Backup::reportId).containsOnlyNulls();
      assertThat(database.reports().list(ReportQuery.newest(1)))
          .isEqualTo(new Page<>(List.of(), null));
      assertThat(database.backups().standing("Shop").lastFinishedAt())
          .isEqualTo(MONDAY.plusSeconds(90));
      assertThat(database.removals().ended("Shop"))
          .extracting(e -> e.endedAt())
          .containsExactly(MONDAY.plusSeconds(90));
    }
  }

  @Test
  void whatIsNotWhereItWasRecordedIsLookedForInTheFolderOfItsDrive() throws IOException {
    Files.createDirectories(folder.resolve("storage"));
    var file = Files.writeString(folder.resolve("storage/20250330013000.sql"), "dump");
    var inContainer = "/app/storage/20250330013000.sql";
    tool.copy(
        tool.backup("Shop", "finished", MONDAY), "local", "Local Drive", "finished", inContainer);

    try (var database = open()) {
      assertThat(only(all(database).getFirst()).path()).isEqualTo(file.toString());
    }
  }

  @Test
  void anAbsolutePathThatIsThereStays() throws IOException {
    var file = Files.writeString(folder.resolve("old.sql"), "dump");
    tool.copy(
        tool.backup("Shop", "finished", MONDAY),
        "local",
        "Local Drive",
        "finished",
        file.toString());

    try (var database = open()) {
      assertThat(only(all(database).getFirst()).path()).isEqualTo(file.toString());
    }
  }

  @Test
  void whatHasNotFinishedHasFailedAndSaysSo() {
    var killed = tool.backup("Shop", "pending", MONDAY, "tmp/a.sql");
    tool.copy(killed, "local", "Local Drive", "finished", "storage/a.sql");
    tool.copy(killed, "s3", "S3", "pending", null);
    var early = tool.backup("Shop", "failed", MONDAY.plusSeconds(1));
    var half = tool.backup("Shop", "failed", MONDAY.plusSeconds(2));
    tool.copy(half, "local", "Local Drive", "failed", null);
    var empty = tool.backup("Shop", "finished", MONDAY.plusSeconds(3));

    try (var database = open()) {
      var taken = all(database);
      assertThat(taken).extracting(Backup::status).containsOnly(BackupStatus.FAILED);
      assertThat(taken)
          .extracting(b -> b.snapshot().error())
          .containsExactly(
              "heryTz/backupman has recorded no copy of it.",
              "heryTz/backupman has not recorded why it failed.",
              "heryTz/backupman has not recorded why it failed.",
              "interrupted: heryTz/backupman has not ended it.");
      assertThat(List.of(empty, half, early, killed))
          .zipSatisfy(taken, (id, b) -> assertThat(b.id().toString()).endsWith(id.substring(20)));
      assertThat(taken.getLast().snapshot().dumpPath())
          .isEqualTo(folder.resolve("tmp/a.sql").toString());
      assertThat(taken.getLast().driveFiles())
          .extracting(DriveFile::label, DriveFile::status, DriveFile::error)
          .containsExactlyInAnyOrder(
              tuple("Local Drive", BackupStatus.FINISHED, null),
              tuple("S3", BackupStatus.FAILED, "interrupted: heryTz/backupman has not ended it."),
              tuple("Google", BackupStatus.FAILED, "heryTz/backupman has stored nothing here."));
      // So that a retry stores something.
      assertThat(taken.get(2).driveFiles())
          .extracting(DriveFile::label, DriveFile::status)
          .containsExactly(
              tuple("Local Drive", BackupStatus.FAILED),
              tuple("S3", BackupStatus.FAILED),
              tuple("Google", BackupStatus.FAILED));
      assertThat(database.backups().pendingOfUnknownNodes()).isEmpty();
    }
  }

  @Test
  void copiesOfOneNameAreNotTakenForGoodOnesAndOneRecordKeepsTheFile() {
    for (var label : List.of("Shop", "Blog")) {
      tool.copy(
          tool.backup(label, "finished", MONDAY),
          "local",
          "Local Drive",
          "finished",
          "storage/same.sql");
    }

    try (var database = open()) {
      var taken = all(database);
      assertThat(taken).extracting(Backup::status).containsOnly(BackupStatus.FAILED);
      assertThat(taken)
          .extracting(b -> only(b).status())
          .containsExactlyInAnyOrder(BackupStatus.FAILED, BackupStatus.FINISHED);
      assertThat(taken)
          .allSatisfy(
              b -> {
                assertThat(b.snapshot().error()).contains("storage/same.sql within one second");
                assertThat(only(b).error()).contains("storage/same.sql within one second");
                assertThat(only(b).path() == null)
                    .isEqualTo(only(b).status() == BackupStatus.FAILED);
              });
    }
  }

  /** That program lets two drives have one label, and stores copies on the wrong one on a retry. */
  @Test
  void aCopyThatWasInAnotherFolderIsNotTakenForTheOneOfItsNameInTheFolderOfItsDrive() {
    var shop = tool.backup("Shop", "finished", MONDAY);
    tool.copy(shop, "local", "Local Drive", "finished", "storage/1.sql");
    tool.copy(shop, "local", "Local Drive", "finished", "other/2.sql");
    var blog = tool.backup("Blog", "finished", MONDAY);
    tool.copy(blog, "local", "Local Drive", "finished", "storage/2.sql");

    try (var database = open()) {
      var paths =
          all(database).stream()
              .collect(
                  Collectors.toMap(
                      Backup::label,
                      b ->
                          b.driveFiles().stream()
                              .flatMap(f -> Stream.ofNullable(f.path()))
                              .toList()));
      assertThat(paths)
          .containsOnly(
              entry("Shop", List.of(folder.resolve("storage/1.sql").toString())),
              entry("Blog", List.of(folder.resolve("storage/2.sql").toString())));
      assertThat(all(database))
          .extracting(Backup::label, Backup::status)
          .containsExactlyInAnyOrder(
              tuple("Shop", BackupStatus.FAILED), tuple("Blog", BackupStatus.FINISHED));
      assertThat(all(database))
          .filteredOn(b -> b.label().equals("Shop"))
          .first()
          .extracting(b -> b.snapshot().error())
          .asString()
          .contains("other/2.sql", "is another one");
    }
  }

  @Test
  void whatIsNotInTheFolderOfItsDataSourceIsNoDumpThatMayBeRemoved() throws Exception {
    var other = Files.writeString(folder.resolve("other.sql"), "other");
    for (var path : List.of(other.toString(), "..", "tmp/..", "/")) {
      tool.backup("Shop", "failed", MONDAY, path);
    }
    tool.backup("Gone too", "failed", MONDAY, other.toString());

    try (var database = open()) {
      var removal = new BackupRemoval(database.backups(), database.removals(), List.of());
      for (var backup : all(database)) {
        removal.remove(backup.id());
      }
      assertThat(all(database)).isEmpty();
    }

    assertThat(other).exists();
  }

  @Test
  void recordsAreTakenOverOnceAndTheirTablesStayAsTheyAre() {
    tool.together(
        () -> {
          for (var i = 0; i < 1_100; i++) {
            var id = tool.backup("Shop", i % 3 == 0 ? "failed" : "finished", MONDAY.plusSeconds(i));
            tool.copy(id, "local", "Local Drive", "finished", "storage/" + i + ".sql");
          }
        });
    var before = tool.rows();

    try (var database = open()) {
      var newest = all(database);
      assertThat(newest).hasSize(1_000);
      var left =
          database
              .backups()
              .list(new BackupQuery(1000, newest.getLast().id(), null, null, null, null));
      assertThat(left.results()).hasSize(100);
      assertThat(database.backups().standing("Shop").failures()).isZero();
      for (var gone : newest) {
        database.removals().forget(gone.id());
      }
    }
    try (var database = open()) {
      assertThat(all(database)).hasSize(100);
      var own = Samples.finished(database, "Shop", StoreContract.NOW, "mail");
      assertThat(all(database)).hasSize(101);
      assertThat(all(database).getFirst().reportId()).isEqualTo(own.id());
    }

    assertThat(tool.rows()).isEqualTo(before);
  }

  @Test
  void severalThatStartTogetherTakeThemOverOnce() throws Exception {
    tool.together(
        () -> {
          for (var i = 0; i < 700; i++) {
            var id = tool.backup("Shop", "finished", MONDAY.plusSeconds(i));
            tool.copy(id, "s3", "S3", "finished", "k" + i);
          }
        });

    var opened = StoreContract.together(4, this::open);

    try {
      for (var database : opened) {
        assertThat(all(database)).hasSize(700);
      }
    } finally {
      opened.forEach(Database::close);
    }
  }

  @Test
  void nothingIsTakenOverIfSomethingCannotBeAndTheNextStartTriesAgain() {
    tool.together(
        () -> {
          for (var i = 0; i < 600; i++) {
            tool.backup("Shop", "failed", MONDAY.plusSeconds(i));
          }
        });
    // Two of a page after the first whose identifiers differ only in what the time takes the place
    // of.
    var twin = "ffff%s-0000-4000-8000-000000000000";
    for (var part : List.of("0001", "0002")) {
      tool.run(
          "INSERT INTO backups (id, status, label, created_at) VALUES (?, 'failed', 'Shop', '2025-03-30 01:30:00')",
          twin.formatted(part));
    }

    assertThatThrownBy(this::open)
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("the records of heryTz/backupman could not be taken over")
        .hasMessageContaining("the next start tries again");

    tool.run("DELETE FROM backups WHERE id = '" + twin.formatted("0002") + "'");
    try (var database = open()) {
      assertThat(all(database)).hasSize(601);
    }
  }

  @Test
  void identifiersThatAreNoUuidsAndTimesThatAreNoneAreTakenOver() {
    for (var id : List.of("1", "A", "zz-zz")) {
      tool.run(
          "INSERT INTO backups (id, status, label, dump_path) VALUES (?, 'odd', '', NULL)", id);
    }

    try (var database = open()) {
      assertThat(all(database)).hasSize(3);
      assertThat(all(database))
          .extracting(b -> b.snapshot().error())
          .containsOnly("heryTz/backupman has recorded a status that is none: odd.");
    }
  }

  @Test
  void beforeTheFirstStartItIsSaidWhatWillBeTakenOver() {
    tool.backup("Shop", "finished", MONDAY);
    var before = tool.rows();

    assertThat(Database.outlook(settings).refusal()).isEmpty();
    assertThat(Database.outlook(settings).note())
        .get()
        .asString()
        .contains("holds records of heryTz/backupman: 1 backup, taken over at the first start");
    open().close();
    assertThat(Database.outlook(settings)).isEqualTo(Outlook.NOTHING_NEW);
    assertThat(tool.rows()).isEqualTo(before);
  }
}
