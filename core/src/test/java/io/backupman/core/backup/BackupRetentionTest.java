package io.backupman.core.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.f4b6a3.uuid.UuidCreator;
import io.backupman.core.drive.Drive;
import io.backupman.core.drive.LocalDriveSettings;
import io.backupman.core.drive.local.LocalDrive;
import io.backupman.core.report.ReportQuery;
import io.backupman.core.request.RequestProblem;
import io.backupman.core.store.Database;
import io.backupman.core.store.MigratedDatabase;
import io.backupman.core.testing.Dumps;
import io.backupman.core.testing.Records;
import io.backupman.core.testing.SettableClock;
import io.backupman.notifier.spi.BackupReport;
import io.backupman.notifier.spi.BackupStatus;
import io.backupman.notifier.spi.DriveFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real files on drives that may go away, and their records. */
class BackupRetentionTest {
  private static final Duration WEEK = Duration.ofDays(7);

  @TempDir private Path folder;
  private final Database database = MigratedDatabase.open();
  private final BackupStore store = database.backups();
  private final SettableClock clock = new SettableClock();

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void removesTheCopiesAndTheRecordAndKeepsTheReport() throws Exception {
    var backup = backup(BackupStatus.FINISHED, Duration.ofDays(1));

    removal(drive("First"), drive("Second")).remove(backup.id());

    assertThat(store.find(backup.id())).isEmpty();
    assertThat(copies(backup)).noneMatch(Files::exists);
    assertThat(database.reports().list(ReportQuery.newest(9)).results())
        .extracting(told -> told.report().backupId())
        .containsExactly(backup.id());
  }

  @Test
  void removesWhatIsLeftOfTheDumpOfAFailedOne() throws Exception {
    var backup = backup(BackupStatus.FAILED, Duration.ofDays(1));
    var dump = Path.of(Objects.requireNonNull(backup.snapshot().dumpPath()));
    assertThat(dump).exists();

    removal(drive("First"), drive("Second")).remove(backup.id());

    assertThat(dump).doesNotExist();
  }

  @Test
  void aDriveThatIsAwayKeepsItsOwnCopyAndTheRecordUntilItIsBack() throws Exception {
    var backup = backup(BackupStatus.FINISHED, Duration.ofDays(1));
    var removal = removal(drive("First"), drive("Second"));
    var second = folder.resolve("Second");
    Files.move(second, folder.resolve("unplugged"));

    assertThatThrownBy(() -> removal.remove(backup.id()))
        .isInstanceOf(RequestProblem.class)
        .hasMessageStartingWith("Second: ")
        .hasMessageContaining("is it mounted?");

    assertThat(copies(backup).getFirst()).doesNotExist();
    assertThat(store.find(backup.id()).orElseThrow().driveFiles())
        .extracting(DriveFile::label)
        .containsExactly("Second");
    Files.move(folder.resolve("unplugged"), second);
    removal.remove(backup.id());
    assertThat(store.find(backup.id())).isEmpty();
    assertThat(copies(backup).getLast()).doesNotExist();
  }

  @Test
  void aDriveThatIsNotConfiguredAnyMoreIsSaid() throws Exception {
    var backup = backup(BackupStatus.FINISHED, Duration.ofDays(1));

    assertThatThrownBy(() -> removal(drive("First")).remove(backup.id()))
        .hasMessage(
            "Second: There is no such drive in the configuration any more, so the copy "
                + copies(backup).getLast()
                + " on it cannot be removed.");
  }

  @Test
  void aDriveThatIsOfAnotherProviderByNowIsSaid() throws Exception {
    var backup = backup(BackupStatus.FINISHED, Duration.ofDays(1), "s3");

    assertThatThrownBy(() -> removal(drive("First"), drive("Second")).remove(backup.id()))
        .hasMessageStartingWith("First: The drive was of the provider s3 when it was given the ");
    assertThat(copies(backup)).allMatch(Files::exists);
  }

  @Test
  void aClockThatIsAheadByDaysRemovesNothingThatIsKeptForDays() throws Exception {
    for (var nights = 0; nights < 10; nights++) {
      backup(BackupStatus.FINISHED, Duration.ofHours(9).plusDays(nights));
    }
    var age = Duration.ofDays(2);
    var retention =
        new BackupRetention(
            database.removals(),
            new RetentionRule(age, 1, 0, 0, 0, 0, ZoneOffset.UTC),
            removal(drive("First"), drive("Second")),
            new LivedClock(database.removals(), clock, age));
    assertThat(retention.apply()).isEqualTo(8);

    for (var hours : List.of(30, 10, 20, 9)) { // 69 in all
      clock.advance(Duration.ofHours(hours));
      assertThat(retention.apply()).isZero();
    }
  }

  @Test
  void aPendingOneAndAnUnknownOneAreRefused() {
    var pending = pending(clock.instant());
    store.begin(pending);

    assertThatThrownBy(() -> removal().remove(pending.id()))
        .isInstanceOfSatisfying(
            RequestProblem.class,
            e -> assertThat(e.kind()).isEqualTo(RequestProblem.Kind.CONFLICT));
    assertThatThrownBy(() -> removal().remove(UUID.randomUUID()))
        .isInstanceOfSatisfying(
            RequestProblem.class,
            e -> assertThat(e.kind()).isEqualTo(RequestProblem.Kind.NOT_FOUND));
    assertThat(store.find(pending.id())).isPresent();
  }

  @Test
  void whatIsTooOldGoesOldestFirstAndTheRestStays() throws Exception {
    var oldest = backup(BackupStatus.FINISHED, Duration.ofDays(30));
    var old = backup(BackupStatus.FAILED, Duration.ofDays(8));
    var young = backup(BackupStatus.FINISHED, Duration.ofDays(6));
    var retention = retention(removal(drive("First"), drive("Second")));
    assertThat(retention.expired()).containsExactly(oldest.id(), old.id());

    assertThat(retention.apply()).isEqualTo(2);

    assertThat(database.removals().ended("Shop"))
        .extracting(RemovalStore.Ended::id)
        .containsExactly(young.id());
    assertThat(copies(young)).allMatch(Files::exists);
    assertThat(retention.apply()).isZero();
  }

  @Test
  void whatHasBecomeTheLastGoodOneMeanwhileStays() throws Exception {
    var first = backup(BackupStatus.FAILED, Duration.ofDays(30));
    var old = backup(BackupStatus.FINISHED, Duration.ofDays(20));
    var newest = backup(BackupStatus.FINISHED, Duration.ofDays(1));
    BackupRemover remover = removal(drive("First"), drive("Second"));

    var removed =
        retention(
                id -> {
                  remover.remove(id);
                  if (id.equals(first.id())) {
                    remover.remove(newest.id()); // by somebody else
                  }
                })
            .apply();

    assertThat(removed).isEqualTo(1);
    assertThat(store.find(old.id())).isPresent();
    assertThat(copies(old)).allMatch(Files::exists);
  }

  @Test
  void whatCannotBeRemovedDoesNotHoldUpTheRest() throws Exception {
    var stuck = backup(BackupStatus.FINISHED, Duration.ofDays(30));
    var other = backup(BackupStatus.FINISHED, Duration.ofDays(29));
    backup(BackupStatus.FINISHED, Duration.ofDays(1));
    BackupRemover remover = removal(drive("First"), drive("Second"));

    var removed =
        retention(
                id -> {
                  if (id.equals(stuck.id())) {
                    throw RequestProblem.unavailable("The drive is away.");
                  }
                  remover.remove(id);
                })
            .apply();

    assertThat(removed).isEqualTo(1);
    assertThat(store.find(other.id())).isEmpty();
    assertThat(store.find(stuck.id())).isPresent();
  }

  private BackupRetention retention(BackupRemover remover) {
    var rule = new RetentionRule(WEEK, 1, 0, 0, 0, 0, ZoneOffset.UTC);
    return new BackupRetention(database.removals(), rule, remover, clock);
  }

  private BackupRemoval removal(Drive... drives) {
    return new BackupRemoval(store, database.removals(), List.of(drives));
  }

  private Drive drive(String label) {
    return new LocalDrive(new LocalDriveSettings(label, folder.resolve(label)));
  }

  private static List<Path> copies(Backup backup) {
    return backup.driveFiles().stream()
        .map(file -> Path.of(Objects.requireNonNull(file.path())))
        .toList();
  }

  private static Backup pending(Instant createdAt) {
    return pending(createdAt, "local");
  }

  private static Backup pending(Instant createdAt, String provider) {
    var id = UuidCreator.getTimeOrderedEpoch(createdAt);
    var files = new ArrayList<DriveFile>();
    for (var label : List.of("First", "Second")) {
      files.add(
          DriveFile.builder(
                  UuidCreator.getTimeOrderedEpoch(createdAt), id, provider, label, createdAt)
              .build());
    }
    var report =
        BackupReport.builder(id, BackupStatus.PENDING, "Shop", createdAt)
            .provider("sqlite")
            .trigger("manual")
            .driveFiles(files)
            .build();
    return new Backup(report, null, UUID.randomUUID());
  }

  /** One that has ended, with a copy on both drives and its dump still there. */
  private Backup backup(BackupStatus status, Duration ago)
      throws IOException, InterruptedException {
    return backup(status, ago, "local");
  }

  private Backup backup(BackupStatus status, Duration ago, String provider)
      throws IOException, InterruptedException {
    var pending = pending(clock.instant().minus(ago), provider);
    store.begin(pending);
    var name = pending.id() + ".db";
    var dump = Files.writeString(folder.resolve(name), "dump");
    var files = new ArrayList<DriveFile>();
    for (var file : pending.driveFiles()) {
      drive(file.label()).store(Dumps.of(dump), "another", bytes -> {});
      var path = drive(file.label()).store(Dumps.of(dump), name, bytes -> {});
      files.add(file.toBuilder().status(BackupStatus.FINISHED).path(path).build());
    }
    var report =
        pending.snapshot().toBuilder()
            .status(status)
            .driveFiles(files)
            .dumpPath(dump.toString())
            .build();
    var told = Records.toNobody(clock).ended(report).report();
    var ended = new Backup(report, told.id(), pending.nodeId());
    assertThat(store.finish(ended, told, List.of())).isTrue();
    return ended;
  }
}
