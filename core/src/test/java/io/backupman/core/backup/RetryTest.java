package io.backupman.core.backup;

import static io.backupman.core.backup.FailedBackups.dump;
import static io.backupman.core.backup.FailedBackups.path;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.backupman.core.report.ReportPayload;
import io.backupman.core.report.ReportQuery;
import io.backupman.core.request.RequestProblem;
import io.backupman.core.source.sqlite.SampleDatabase;
import io.backupman.core.testing.Records;
import io.backupman.notifier.spi.BackupReport;
import io.backupman.notifier.spi.BackupStatus;
import io.backupman.notifier.spi.DriveFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Failed backups of a real database to real folders, run again. */
class RetryTest {
  private final FailedBackups fixture;
  private final BackupBench bench;

  RetryTest(@TempDir Path folder) {
    fixture = new FailedBackups(folder);
    bench = fixture.bench;
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void onlyTheCopyThatFailedIsMadeAgain() throws IOException {
    var backups = fixture.backups();
    var failed = fixture.failedOnSecondDrive(backups);
    var firstCopy = path(failed.driveFiles().getFirst());
    var written = Files.getLastModifiedTime(firstCopy);
    Files.delete(fixture.second);

    var pending = backups.retry(failed.id());

    assertThat(pending.status()).isEqualTo(BackupStatus.PENDING);
    assertThat(pending.driveFiles())
        .extracting(DriveFile::status)
        .containsExactly(BackupStatus.FINISHED, BackupStatus.PENDING);
    var ended = bench.awaitEnd(failed.id());
    assertThat(ended.status()).as(ended.snapshot().error()).isEqualTo(BackupStatus.FINISHED);
    assertThat(ended.snapshot().error()).isNull();
    assertThat(ended.snapshot().trigger()).isEqualTo("retry");
    assertThat(ended.snapshot().sha256()).isEqualTo(failed.snapshot().sha256());
    assertThat(ended.snapshot().dumpPath()).isNull();
    assertThat(path(ended.driveFiles().getLast())).hasSameBinaryContentAs(firstCopy);
    assertThat(Files.getLastModifiedTime(firstCopy)).isEqualTo(written);
    assertThat(fixture.folder.resolve("tmp")).isEmptyDirectory();
  }

  @Test
  void aRetryThatEndsIsReportedAnewAndSaysThatTheDataSourceHasRecovered() throws IOException {
    var backups = fixture.backups();
    var failed = fixture.failedOnSecondDrive(backups);
    Files.delete(fixture.second);

    backups.retry(failed.id());

    var ended = bench.awaitEnd(failed.id());
    var reports = bench.database.reports().list(ReportQuery.newest(9)).results();
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
    var backups = fixture.backups();
    var failed = bench.run(backups);
    assertThat(failed.snapshot().error()).startsWith("There is no file " + fixture.shop);
    SampleDatabase.create(fixture.shop);

    backups.retry(failed.id());

    var ended = bench.awaitEnd(failed.id());
    assertThat(ended.status()).as(ended.snapshot().error()).isEqualTo(BackupStatus.FINISHED);
    assertThat(ended.driveFiles()).allSatisfy(file -> assertThat(path(file)).exists());
  }

  @Test
  void aDumpThatHasChangedIsNotCopied() throws IOException {
    var backups = fixture.backups();
    var failed = fixture.failedOnSecondDrive(backups);
    var dump = dump(failed);
    var bytes = Files.readAllBytes(dump);
    bytes[bytes.length / 2] ^= 1;
    Files.write(dump, bytes);
    Files.delete(fixture.second);

    backups.retry(failed.id());

    var ended = bench.awaitEnd(failed.id());
    assertThat(ended.status()).isEqualTo(BackupStatus.FAILED);
    assertThat(ended.snapshot().error())
        .isEqualTo(
            "The dump "
                + dump
                + " is not as it was when it was written, so it is not copied; start a new backup.");
    assertThat(fixture.second).doesNotExist();
  }

  @Test
  void whatIsOnEveryDriveFinishesThoughItsDumpIsGone() throws IOException {
    var failed = fixture.failedOnSecondDrive(fixture.backups());
    Files.delete(dump(failed));
    var oneDrive = fixture.backups(fixture.first());
    assertThat(bench.database.removals().forgetCopy(failed.driveFiles().getLast().id())).isTrue();

    oneDrive.retry(failed.id());

    var ended = bench.awaitEnd(failed.id());
    assertThat(ended.status()).as(ended.snapshot().error()).isEqualTo(BackupStatus.FINISHED);
    assertThat(ended.snapshot().sha256()).isEqualTo(failed.snapshot().sha256());
  }

  @Test
  void whatHasNotFailedIsNotRetried() {
    SampleDatabase.create(fixture.shop);
    var backups = fixture.backups();
    var finished = bench.run(backups);

    assertRefused(
        backups, finished.id(), "Only a failed backup can be retried; this one is finished.");
    assertThatExceptionOfType(RequestProblem.class)
        .isThrownBy(() -> backups.retry(UUID.randomUUID()))
        .satisfies(e -> assertThat(e.kind()).isEqualTo(RequestProblem.Kind.NOT_FOUND));
  }

  @Test
  void nothingIsRetriedBesideAnotherRunOfTheDataSource() {
    var backups = fixture.backups();
    var failed = bench.run(backups);
    bench
        .database
        .backups()
        .begin(
            new Backup(
                BackupReport.builder(
                        UUID.randomUUID(), BackupStatus.PENDING, "Shop", bench.clock.instant())
                    .provider("sqlite")
                    .trigger("manual")
                    .build(),
                null,
                UUID.randomUUID()));

    assertRefused(backups, failed.id(), "A backup of \"Shop\" is running already.");
  }

  @Test
  void aDataSourceOrADriveThatIsNotConfiguredAnyMoreIsSaid() throws IOException {
    var failed = fixture.failedOnSecondDrive(fixture.backups());
    var without = bench.backups(List.of());
    assertRefused(without, failed.id(), "There is no data source \"Shop\" in the configuration");
    var oneDrive = fixture.backups(fixture.first());

    oneDrive.retry(failed.id());

    var ended = bench.awaitEnd(failed.id());
    assertThat(ended.snapshot().error())
        .isEqualTo("Second: There is no such drive in the configuration any more.");
  }

  private static void assertRefused(Backups backups, UUID id, String sentence) {
    assertThatExceptionOfType(RequestProblem.class)
        .isThrownBy(() -> backups.retry(id))
        .withMessageStartingWith(sentence)
        .satisfies(e -> assertThat(e.kind()).isEqualTo(RequestProblem.Kind.CONFLICT));
  }
}
