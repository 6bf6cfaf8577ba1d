package io.backupman.core.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.backupman.core.drive.Drive;
import io.backupman.core.drive.DriveException;
import io.backupman.core.drive.LocalDriveSettings;
import io.backupman.core.drive.StoredCopy;
import io.backupman.core.drive.local.LocalDrive;
import io.backupman.core.node.Node;
import io.backupman.core.report.ReportPayload;
import io.backupman.core.report.ReportQuery;
import io.backupman.core.request.RequestProblem;
import io.backupman.core.source.Compression;
import io.backupman.core.source.Dump;
import io.backupman.core.source.SourceSettings;
import io.backupman.core.source.SqliteSettings;
import io.backupman.core.source.sqlite.SampleDatabase;
import io.backupman.core.source.sqlite.SqliteSource;
import io.backupman.core.store.Database;
import io.backupman.core.store.engine.DatabaseSettings;
import io.backupman.core.testing.Records;
import io.backupman.notifier.spi.BackupReport;
import io.backupman.notifier.spi.BackupStatus;
import io.backupman.notifier.spi.DriveFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Failed backups of a real database to real folders, run again. */
class RetryTest {
  @TempDir private Path folder;

  private final Clock clock = Clock.tickMillis(ZoneOffset.UTC);
  private final Database database = Database.open(new DatabaseSettings.Memory());
  private Path shop = Path.of("");
  private Path second = Path.of("");

  @BeforeEach
  void setUp() {
    shop = folder.resolve("shop.db");
    second = folder.resolve("second");
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void onlyTheCopyThatFailedIsMadeAgain() throws IOException {
    var backups = backups();
    var failed = failedOnSecondDrive(backups);
    var firstCopy = path(failed.driveFiles().getFirst());
    var written = Files.getLastModifiedTime(firstCopy);
    Files.delete(second);

    var pending = backups.retry(failed.id());

    assertThat(pending.status()).isEqualTo(BackupStatus.PENDING);
    assertThat(pending.driveFiles())
        .extracting(DriveFile::status)
        .containsExactly(BackupStatus.FINISHED, BackupStatus.PENDING);
    var ended = awaitEnd(failed.id());
    assertThat(ended.status()).as(ended.snapshot().error()).isEqualTo(BackupStatus.FINISHED);
    assertThat(ended.snapshot().error()).isNull();
    assertThat(ended.snapshot().trigger()).isEqualTo("retry");
    assertThat(ended.snapshot().sha256()).isEqualTo(failed.snapshot().sha256());
    assertThat(ended.snapshot().dumpPath()).isNull();
    assertThat(path(ended.driveFiles().getLast())).hasSameBinaryContentAs(firstCopy);
    assertThat(Files.getLastModifiedTime(firstCopy)).isEqualTo(written);
    assertThat(folder.resolve("tmp")).isEmptyDirectory();
  }

  @Test
  void aRetryThatEndsIsReportedAnewAndSaysThatTheDataSourceHasRecovered() throws IOException {
    var backups = backups();
    var failed = failedOnSecondDrive(backups);
    Files.delete(second);

    backups.retry(failed.id());

    var ended = awaitEnd(failed.id());
    var reports = database.reports().list(ReportQuery.newest(9)).results();
    assertThat(reports)
        .extracting(told -> told.report().status())
        .containsExactly("finished", "failed");
    assertThat(ended.reportId()).isEqualTo(reports.getFirst().report().id());
    assertThat(ReportPayload.readBackup(reports.getFirst().report().payload()))
        .isEqualTo(Records.told(ended.snapshot()).recovered(true).build())
        .extracting(BackupReport::recovered)
        .isEqualTo(true);
  }

  @Test
  void allIsDoneAgainIfTheDumpFailed() {
    var backups = backups();
    var failed = awaitEnd(start(backups));
    assertThat(failed.snapshot().error()).startsWith("There is no file " + shop);
    SampleDatabase.create(shop);

    backups.retry(failed.id());

    var ended = awaitEnd(failed.id());
    assertThat(ended.status()).as(ended.snapshot().error()).isEqualTo(BackupStatus.FINISHED);
    assertThat(ended.driveFiles()).allSatisfy(file -> assertThat(path(file)).exists());
  }

  @Test
  void aDumpThatHasChangedIsNotCopied() throws IOException {
    var backups = backups();
    var failed = failedOnSecondDrive(backups);
    var dump = Path.of(Objects.requireNonNull(failed.snapshot().dumpPath()));
    var bytes = Files.readAllBytes(dump);
    bytes[bytes.length / 2] ^= 1;
    Files.write(dump, bytes);
    Files.delete(second);

    backups.retry(failed.id());

    var ended = awaitEnd(failed.id());
    assertThat(ended.status()).isEqualTo(BackupStatus.FAILED);
    assertThat(ended.snapshot().error())
        .isEqualTo(
            "The dump "
                + dump
                + " is not as it was when it was written, so it is not copied; start a new backup.");
    assertThat(second).doesNotExist();
  }

  @Test
  void theDatabaseIsDumpedAnewForAllDrivesIfTheDumpIsGone() throws IOException {
    var backups = backups();
    var failed = failedOnSecondDrive(backups);
    Files.delete(Path.of(Objects.requireNonNull(failed.snapshot().dumpPath())));
    Files.delete(second);

    var pending = backups.retry(failed.id());

    assertThat(pending.snapshot().warning()).as("before it is").isNull();
    var ended = awaitEnd(failed.id());
    assertThat(ended.status()).as(ended.snapshot().error()).isEqualTo(BackupStatus.FINISHED);
    assertThat(ended.snapshot().warning()).contains("so the database was dumped anew");
    assertThat(path(ended.driveFiles().getFirst()))
        .hasSameBinaryContentAs(path(ended.driveFiles().getLast()));
    assertThat(folder.resolve("first")).isDirectoryContaining("regex:.*-2\\.db\\.gz");
    assertThat(path(failed.driveFiles().getFirst())).doesNotExist();
  }

  @Test
  void theCopyOfADumpThatIsGoneStaysUntilThereIsAnother() throws IOException {
    var backups = backups();
    var failed = failedOnSecondDrive(backups);
    Files.delete(Path.of(Objects.requireNonNull(failed.snapshot().dumpPath())));
    Files.delete(shop);

    backups.retry(failed.id());

    var away = awaitEnd(failed.id());
    assertThat(away.status()).isEqualTo(BackupStatus.FAILED);
    assertThat(away.snapshot().warning()).isNull();
    assertThat(path(failed.driveFiles().getFirst())).exists();
    assertStillThere(away.driveFiles().getFirst(), failed.driveFiles().getFirst());
    SampleDatabase.create(shop);
    Files.delete(second);

    backups.retry(failed.id());

    assertThat(awaitEnd(failed.id()).status()).isEqualTo(BackupStatus.FINISHED);
    assertThat(path(failed.driveFiles().getFirst())).doesNotExist();
    assertThat(folder.resolve("first")).isDirectoryContaining("regex:.*-3\\.db\\.gz");
  }

  @Test
  void anEarlierCopyThatCouldNotBeRemovedIsRemovedLater() throws Exception {
    var failed = failedOnSecondDrive(backups());
    var earlier = path(failed.driveFiles().getFirst());
    Files.delete(Path.of(Objects.requireNonNull(failed.snapshot().dumpPath())));
    Files.delete(second);
    var first = drive("First", folder.resolve("first"));

    backups(new Undeletable(first), drive("Second", second)).retry(failed.id());

    var ended = awaitEnd(failed.id());
    assertThat(ended.status()).as(ended.snapshot().error()).isEqualTo(BackupStatus.FINISHED);
    replacedCopies(new Undeletable(first)).remove();
    assertThat(earlier).exists();
    replacedCopies(first).remove();
    assertThat(earlier).doesNotExist();
    assertThat(path(ended.driveFiles().getFirst())).exists();
    assertThat(database.removals().replaced()).isEmpty();
  }

  @Test
  void anEarlierCopyIsRemovedAlsoIfTheProcessWasKilledBeforeItCouldDoThat() throws Exception {
    var failed = failedOnSecondDrive(backups());
    var copy = failed.driveFiles().getFirst();
    var node = UUID.randomUUID();
    var pending = Retries.pending(failed, false, Optional.empty(), node, clock.instant());
    begin().retried(pending);
    var newer = Files.copy(path(copy), folder.resolve("first").resolve("newer"));
    var done = copy.toBuilder().status(BackupStatus.FINISHED).path(newer.toString()).build();
    assertThat(database.backups().driveFileEnded(done, pending.run())).isTrue();

    replacedCopies(drive("Second", second)).remove();
    assertThat(path(copy)).exists();
    replacedCopies(drive("First", folder.resolve("first"))).remove();

    assertThat(path(copy)).doesNotExist();
    assertThat(newer).exists();
  }

  @Test
  void whatIsRemovedAtOnceIsNotRemovedAgain() throws IOException {
    var backups = backups();
    var failed = failedOnSecondDrive(backups);
    Files.delete(Path.of(Objects.requireNonNull(failed.snapshot().dumpPath())));
    Files.delete(second);

    backups.retry(failed.id());

    assertThat(awaitEnd(failed.id()).status()).isEqualTo(BackupStatus.FINISHED);
    assertThat(database.removals().replaced()).isEmpty();
  }

  private ReplacedCopies replacedCopies(Drive drive) {
    return new ReplacedCopies(database.backups(), database.removals(), List.of(drive));
  }

  /** A drive that is away when something is to be removed. */
  private record Undeletable(Drive drive) implements Drive {
    @Override
    public String label() {
      return drive.label();
    }

    @Override
    public String provider() {
      return drive.provider();
    }

    @Override
    public String store(Dump dump, String name, LongConsumer progress) throws InterruptedException {
      return drive.store(dump, name, progress);
    }

    @Override
    public StoredCopy open(String path) throws InterruptedException {
      return drive.open(path);
    }

    @Override
    public void removeLeftovers(String name) throws InterruptedException {
      drive.removeLeftovers(name);
    }

    @Override
    public void delete(String path) {
      throw new DriveException("The drive is away.");
    }

    @Override
    public void check() throws InterruptedException {
      drive.check();
    }
  }

  @Test
  void theCopyOfADumpThatIsGoneStaysWhereTheNewOneCannotBeStored() throws IOException {
    var backups = backups();
    var failed = failedOnSecondDrive(backups);
    var earlier = failed.driveFiles().getFirst();
    Files.delete(Path.of(Objects.requireNonNull(failed.snapshot().dumpPath())));
    Files.delete(second);
    var name = path(earlier).getFileName().toString().replace(".db.gz", "-2.db.gz");
    var inTheWay = Files.writeString(folder.resolve("first").resolve(name), "in the way");

    backups.retry(failed.id());

    var ended = awaitEnd(failed.id());
    assertThat(ended.status()).isEqualTo(BackupStatus.FAILED);
    assertThat(ended.snapshot().error()).startsWith("First: ").doesNotContain("Second");
    assertThat(path(earlier)).exists();
    assertStillThere(ended.driveFiles().getFirst(), earlier);
    Files.delete(inTheWay);

    backups.retry(failed.id());

    var last = awaitEnd(failed.id());
    assertThat(last.status()).as(last.snapshot().error()).isEqualTo(BackupStatus.FINISHED);
    assertThat(path(last.driveFiles().getFirst())).isEqualTo(inTheWay).exists();
    assertThat(path(earlier)).doesNotExist();
  }

  @Test
  void aTakeoverOfARetryThatWasToDumpAnewLeavesTheEarlierCopy() throws IOException {
    var failed = failedOnSecondDrive(backups());
    var earlier = failed.driveFiles().getFirst();
    var killed = UUID.randomUUID();
    var pending = Retries.pending(failed, false, Optional.empty(), killed, clock.instant());
    begin().retried(pending);

    new AbandonedBackups(database.backups(), end(), List.of(), List.of())
        .endThoseOf(new Node(killed, "db-host", "m", 4711, 0, 0));

    var ended = database.backups().find(failed.id()).orElseThrow();
    assertThat(ended.status()).isEqualTo(BackupStatus.FAILED);
    assertStillThere(ended.driveFiles().getFirst(), earlier);
    assertThat(ended.snapshot().dumpPath()).isEqualTo(failed.snapshot().dumpPath());
  }

  /** As it has to be for a download. */
  private static void assertStillThere(DriveFile copy, DriveFile earlier) {
    assertThat(copy.status()).isEqualTo(BackupStatus.FINISHED);
    assertThat(copy.path()).isEqualTo(earlier.path());
    assertThat(copy.sizeBytes()).isNotNull().isEqualTo(earlier.sizeBytes());
    assertThat(copy.error()).isNotNull();
  }

  @Test
  void whatIsOnEveryDriveFinishesThoughItsDumpIsGone() throws IOException {
    var failed = failedOnSecondDrive(backups());
    Files.delete(Path.of(Objects.requireNonNull(failed.snapshot().dumpPath())));
    var oneDrive = backups(drive("First", folder.resolve("first")));
    assertThat(database.removals().forgetCopy(failed.driveFiles().getLast().id())).isTrue();

    oneDrive.retry(failed.id());

    var ended = awaitEnd(failed.id());
    assertThat(ended.status()).as(ended.snapshot().error()).isEqualTo(BackupStatus.FINISHED);
    assertThat(ended.snapshot().sha256()).isEqualTo(failed.snapshot().sha256());
  }

  @Test
  void whatHasNotFailedIsNotRetried() {
    SampleDatabase.create(shop);
    var backups = backups();
    var finished = awaitEnd(start(backups));

    assertRefused(
        backups, finished.id(), "Only a failed backup can be retried; this one is finished.");
    assertThatExceptionOfType(RequestProblem.class)
        .isThrownBy(() -> backups.retry(UUID.randomUUID()))
        .satisfies(e -> assertThat(e.kind()).isEqualTo(RequestProblem.Kind.NOT_FOUND));
  }

  @Test
  void nothingIsRetriedBesideAnotherRunOfTheDataSource() {
    var backups = backups();
    var failed = awaitEnd(start(backups));
    database
        .backups()
        .begin(
            new Backup(
                BackupReport.builder(
                        UUID.randomUUID(), BackupStatus.PENDING, "Shop", clock.instant())
                    .provider("sqlite")
                    .trigger("manual")
                    .build(),
                null,
                UUID.randomUUID()));

    assertRefused(backups, failed.id(), "A backup of \"Shop\" is running already.");
  }

  @Test
  void aDataSourceOrADriveThatIsNotConfiguredAnyMoreIsSaid() throws IOException {
    var failed = failedOnSecondDrive(backups());
    var without =
        new Backups(
            List.of(), List.of(), database.backups(), begin(), end(), clock, UUID.randomUUID(), 1);
    assertRefused(without, failed.id(), "There is no data source \"Shop\" in the configuration");
    var oneDrive = backups(drive("First", folder.resolve("first")));

    oneDrive.retry(failed.id());

    var ended = awaitEnd(failed.id());
    assertThat(ended.snapshot().error())
        .isEqualTo("Second: There is no such drive in the configuration any more.");
  }

  private static void assertRefused(Backups backups, UUID id, String sentence) {
    assertThatExceptionOfType(RequestProblem.class)
        .isThrownBy(() -> backups.retry(id))
        .withMessageStartingWith(sentence)
        .satisfies(e -> assertThat(e.kind()).isEqualTo(RequestProblem.Kind.CONFLICT));
  }

  /** A file stands where the second drive's folder should be. */
  private Backup failedOnSecondDrive(Backups backups) throws IOException {
    SampleDatabase.create(shop);
    Files.writeString(second, "in the way");
    var failed = awaitEnd(start(backups));
    assertThat(failed.driveFiles())
        .extracting(DriveFile::status)
        .containsExactly(BackupStatus.FINISHED, BackupStatus.FAILED);
    return failed;
  }

  private static UUID start(Backups backups) {
    return backups.start(List.of(), BackupTrigger.MANUAL).backups().getFirst().id();
  }

  private Backup awaitEnd(UUID id) {
    await().until(() -> database.backups().find(id).orElseThrow().status() != BackupStatus.PENDING);
    return database.backups().find(id).orElseThrow();
  }

  private Backups backups() {
    return backups(drive("First", folder.resolve("first")), drive("Second", second));
  }

  private Backups backups(Drive... drives) {
    var settings =
        new SourceSettings(
            "Shop", "sqlite", folder.resolve("tmp"), Compression.GZIP, Duration.ofHours(1));
    return new Backups(
        List.of(new SqliteSource(new SqliteSettings(settings, shop))),
        List.of(drives),
        database.backups(),
        begin(),
        end(),
        clock,
        UUID.randomUUID(),
        1);
  }

  private BackupBegin begin() {
    return new BackupBegin(
        database.backups(), database.firings(), Records.toNobody(clock), () -> {});
  }

  private BackupEnd end() {
    return new BackupEnd(database.backups(), Records.toNobody(clock), clock, () -> {});
  }

  private static Drive drive(String label, Path path) {
    return new LocalDrive(new LocalDriveSettings(label, path));
  }

  private static Path path(DriveFile file) {
    return Path.of(Objects.requireNonNull(file.path()));
  }
}
