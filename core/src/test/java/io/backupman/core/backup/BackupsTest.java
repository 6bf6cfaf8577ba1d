package io.backupman.core.backup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.backupman.core.backup.BackupOperations.Running;
import io.backupman.core.backup.BackupProgress.Phase;
import io.backupman.core.drive.Drive;
import io.backupman.core.drive.DriveException;
import io.backupman.core.notifier.Notifiers;
import io.backupman.core.report.Delivery;
import io.backupman.core.report.DeliveryStatus;
import io.backupman.core.request.RequestProblem;
import io.backupman.core.source.Compression;
import io.backupman.core.source.FakeSource;
import io.backupman.core.source.FakeSource.Dumping;
import io.backupman.core.source.Settings;
import io.backupman.core.source.SourceException;
import io.backupman.core.testing.RecordingNotifier;
import io.backupman.core.testing.Records;
import io.backupman.core.testing.ScriptedDrive;
import io.backupman.core.testing.SettableClock;
import io.backupman.notifier.spi.BackupStatus;
import io.backupman.notifier.spi.DriveFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupsTest {
  @TempDir private Path folder;

  private final SettableClock clock = new SettableClock();
  private final BackupBench bench =
      new BackupBench(
          clock,
          new Notifiers(List.of(new RecordingNotifier("Ann", "Bob").named("chat")), List.of()));

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void bringsTheDumpToEveryDriveAndReportsIt() throws IOException {
    var backups =
        bench.backups(
            source("Shop", Dumping.WHOLE),
            local(),
            BackupBench.drive("Second", folder.resolve("second")));

    var pending = bench.start(backups);

    assertThat(pending.status()).isEqualTo(BackupStatus.PENDING);
    var ended = bench.awaitEnd(pending.id());
    assertThat(ended.status()).isEqualTo(BackupStatus.FINISHED);
    assertThat(ended.snapshot().error()).isNull();
    assertThat(ended.snapshot().dumpPath()).isNull();
    assertThat(ended.snapshot().sha256()).hasSize(64);
    assertThat(ended.driveFiles()).hasSize(2);
    for (DriveFile file : ended.driveFiles()) {
      assertThat(file.status()).isEqualTo(BackupStatus.FINISHED);
      assertThat(file.sizeBytes()).isEqualTo(ended.snapshot().sizeBytes());
      assertThat(unpacked(Path.of(String.valueOf(file.path())))).isEqualTo("a whole dump");
    }
    assertThat(BackupBench.filesIn(folder.resolve("tmp"))).isEmpty();
    var reported = bench.onlyReport();
    assertThat(reported.report().id()).isEqualTo(ended.reportId());
    assertThat(bench.told()).isEqualTo(Records.told(ended.snapshot()).build());
    assertThat(reported.deliveries())
        .extracting(Delivery::destination, Delivery::status)
        .containsExactly(
            tuple("Ann", DeliveryStatus.PENDING), tuple("Bob", DeliveryStatus.PENDING));
    await().until(() -> bench.signals() == 1);
  }

  @Test
  void failsWithTheSentenceOfTheSourceAndLeavesNothing() {
    var refused =
        source(
            "Shop",
            (out, heartbeat) -> {
              out.write(new byte[100]);
              throw new SourceException("The password is wrong.");
            });

    var ended = bench.run(refused, local());

    assertThat(ended.status()).isEqualTo(BackupStatus.FAILED);
    assertThat(ended.snapshot().error()).isEqualTo("The password is wrong.");
    assertThat(ended.snapshot().dumpPath()).isNull();
    assertThat(ended.driveFiles())
        .allSatisfy(
            f -> {
              assertThat(f.status()).isEqualTo(BackupStatus.FAILED);
              assertThat(f.error()).startsWith("Nothing was stored here");
            });
    assertThat(BackupBench.filesIn(folder.resolve("tmp"))).isEmpty();
    assertThat(BackupBench.filesIn(folder.resolve("storage"))).isEmpty();
    assertThat(bench.onlyReport().report().status()).isEqualTo("failed");
  }

  @Test
  void failsWithoutDetailsWhereSomethingShouldNotHaveHappened() {
    var broken =
        source(
            "Shop",
            (out, heartbeat) -> {
              throw new IllegalArgumentException("internal detail");
            });

    var ended = bench.run(broken, local());

    assertThat(ended.snapshot().error())
        .isEqualTo("It failed in a way that it should not; the log has the details.");
    assertThat(bench.onlyReport().report().status()).isEqualTo("failed");
  }

  @Test
  void tellsHowFarABackupHasCome() throws Exception {
    var mayEnd = new CountDownLatch(1);
    var mayStore = new CountDownLatch(1);
    var drive = remote(() -> await().until(() -> mayStore.getCount() == 0));
    var backups = bench.backups(source("Shop", Dumping.until(mayEnd)), drive);
    var id = bench.start(backups).id();

    await()
        .until(
            () -> backups.progress(id).map(BackupProgress::dumpedBytes).equals(Optional.of(100L)));
    assertThat(backups.progress(id)).contains(new BackupProgress(Phase.DUMPING, 100, List.of()));
    mayEnd.countDown();
    await().until(() -> backups.progress(id).map(p -> p.copies().size()).equals(Optional.of(1)));
    var copying = backups.progress(id).orElseThrow();
    assertThat(copying.phase()).isEqualTo(Phase.COPYING);
    assertThat(copying.dumpedBytes()).isEqualTo(100);
    var size = bench.find(id).snapshot().sizeBytes();
    assertThat(copying.copies())
        .containsExactly(new BackupProgress.Copy("Remote", 0, Objects.requireNonNull(size)));
    mayStore.countDown();
    await().until(() -> backups.progress(id).isEmpty());
  }

  @Test
  void triesADriveAgainWhoseFailureMayBeOverInAMoment() {
    var tries = new AtomicInteger();
    var drive =
        remote(
            () -> {
              if (tries.incrementAndGet() == 1) {
                throw DriveException.passing("The connection was lost.", new IOException("reset"));
              }
            });
    var backups = bench.backups(source("Shop", Dumping.WHOLE), drive);

    var ended = bench.run(backups);

    assertThat(ended.status()).isEqualTo(BackupStatus.FINISHED);
    assertThat(tries).hasValue(2);
    assertThat(ended.driveFiles()).extracting(DriveFile::error).containsOnlyNulls();
  }

  @Test
  void keepsTheCopyWhereADriveIsTheFolderThatDumpsAreWrittenTo() throws IOException {
    var drive = BackupBench.drive("Local", folder.resolve("x/../tmp"));
    var backups = bench.backups(source("Shop", Dumping.WHOLE), drive);

    var ended = bench.run(backups);

    assertThat(ended.status()).isEqualTo(BackupStatus.FINISHED);
    assertThat(ended.snapshot().dumpPath()).isNull();
    var path = Path.of(String.valueOf(ended.driveFiles().getFirst().path()));
    assertThat(unpacked(path)).isEqualTo("a whole dump");
  }

  @Test
  void keepsTheDumpAndTheOtherCopiesWhenOneDriveFails() {
    var broken =
        remote(
            () -> {
              throw new DriveException("The quota is used up.");
            });

    var ended = bench.run(source("Shop", Dumping.WHOLE), local(), broken);

    assertThat(ended.status()).isEqualTo(BackupStatus.FAILED);
    assertThat(ended.snapshot().error()).isEqualTo("Remote: The quota is used up.");
    assertThat(ended.driveFiles())
        .extracting(DriveFile::label, DriveFile::status)
        .containsExactly(
            tuple("Local", BackupStatus.FINISHED), tuple("Remote", BackupStatus.FAILED));
    assertThat(Path.of(String.valueOf(ended.snapshot().dumpPath()))).isRegularFile();
    assertThat(BackupBench.filesIn(folder.resolve("storage"))).hasSize(1);
  }

  @Test
  void refusesASecondRunOfTheSameDataSource() {
    var mayEnd = new CountDownLatch(1);
    var backups =
        bench.backups(
            List.of(source("Shop", Dumping.until(mayEnd)), source("Blog", Dumping.WHOLE)), local());
    var first = backups.start(List.of("Shop"), BackupTrigger.MANUAL).backups().getFirst();

    assertThatThrownBy(() -> backups.start(List.of("Shop"), BackupTrigger.MANUAL))
        .isInstanceOfSatisfying(
            RequestProblem.class, p -> assertThat(p.kind()).isEqualTo(RequestProblem.Kind.CONFLICT))
        .hasMessage("A backup of \"Shop\" is running already.");
    var second = backups.start(List.of(), BackupTrigger.MANUAL);
    assertThat(second.alreadyRunning()).containsExactly(new Running("Shop", first.id()));
    assertThat(second.backups()).extracting(Backup::label).containsExactly("Blog");

    mayEnd.countDown();
    bench.awaitEnd(first.id());
    bench.run(backups, "Shop");
  }

  @Test
  void reportsThatADataSourceHasRecoveredWhereverItsLastBackupFailed() {
    bench.failed("Shop", "gone");
    var backups = bench.backups(source("Shop", Dumping.WHOLE), local());
    var recovered = new ArrayList<Boolean>();
    for (var i = 0; i < 2; i++) {
      clock.advance(Duration.ofSeconds(1));
      bench.run(backups);
      recovered.add(bench.told().recovered());
    }
    assertThat(recovered).containsExactly(true, false);
  }

  @Test
  void reportsAStartOnlyIfANotifierWantsIt() {
    var ping = new RecordingNotifier("check").without();
    var wanting = new Notifiers(List.of(ping.named("ping")), List.of());
    var mayEnd = new CountDownLatch(1);
    try (var bench = new BackupBench(clock, wanting)) {
      var pending = bench.start(bench.backups(source("Shop", Dumping.until(mayEnd)), local()));

      assertThat(bench.signals()).isEqualTo(1);
      assertThat(bench.onlyReport().report().event()).isEqualTo("backup_started");
      assertThat(bench.onlyReport().report().status()).isEqualTo("pending");
      assertThat(bench.told()).isEqualTo(Records.told(pending.snapshot()).build());
      assertThat(bench.onlyReport().deliveries())
          .extracting(Delivery::notifier, Delivery::destination)
          .containsExactly(tuple("ping", "check"));
      mayEnd.countDown();
      bench.awaitEnd(pending.id());
    }
  }

  @Test
  void namesTheDataSourcesWhenALabelIsNotKnown() {
    var backups = bench.backups(source("Shop", Dumping.WHOLE), local());

    assertThatThrownBy(() -> backups.start(List.of("shop"), BackupTrigger.MANUAL))
        .isInstanceOfSatisfying(
            RequestProblem.class, p -> assertThat(p.kind()).isEqualTo(RequestProblem.Kind.INVALID))
        .hasMessage("There is no data source \"shop\"; did you mean \"Shop\"? There are: Shop.");
    assertThat(bench.all()).isEmpty();
  }

  @Test
  void endsAndReportsABackupThatWasRecordedThoughItsStartSeemedToFail() {
    var flaky = new FlakyStore(bench.database.backups(), 1);
    var backups = overStore(flaky.firstStart(FlakyStore.Start.LOSES_THE_ANSWER));

    assertThatThrownBy(() -> backups.start(List.of(), BackupTrigger.MANUAL))
        .hasMessage("The connection was lost.");

    var ended = bench.awaitEnd(bench.all().getFirst().id());
    assertThat(ended.status()).isEqualTo(BackupStatus.FAILED);
    assertThat(ended.snapshot().error())
        .isEqualTo("interrupted: the start of the backup could not be recorded.");
    assertThat(bench.onlyReport().report().status()).isEqualTo("failed");
    var next = bench.run(backups);
    assertThat(next.status()).isEqualTo(BackupStatus.FINISHED);
  }

  @Test
  void reportsNothingOfABackupWhoseStartFailed() {
    var flaky = new FlakyStore(bench.database.backups(), 1);
    var backups = overStore(flaky.firstStart(FlakyStore.Start.FAILS));

    assertThatThrownBy(() -> backups.start(List.of(), BackupTrigger.MANUAL))
        .hasMessage("The connection was lost.");

    assertThat(backups.stop(Duration.ofSeconds(20))).isTrue();
    assertThat(bench.all()).isEmpty();
    assertThat(bench.reports()).isEmpty();
  }

  private static String unpacked(Path file) throws IOException {
    try (var in = new GZIPInputStream(Files.newInputStream(file))) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  private Backups overStore(BackupStore store) {
    return bench.backups(List.of(source("Shop", Dumping.WHOLE)), 1, store, local());
  }

  private Drive remote(ScriptedDrive.Step storing) {
    return ScriptedDrive.storing(BackupBench.drive("Remote", folder.resolve("remote")), storing);
  }

  private Drive local() {
    return BackupBench.drive("Local", folder.resolve("storage"));
  }

  private FakeSource source(String label, Dumping dumping) {
    var settings = Settings.source(label, folder.resolve("tmp"), Compression.GZIP);
    return new FakeSource(settings, dumping);
  }
}
