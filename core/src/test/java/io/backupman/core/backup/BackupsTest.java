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
import io.backupman.core.drive.LocalDriveSettings;
import io.backupman.core.drive.StoredCopy;
import io.backupman.core.drive.local.LocalDrive;
import io.backupman.core.node.Node;
import io.backupman.core.notifier.Notifiers;
import io.backupman.core.report.Delivery;
import io.backupman.core.report.DeliveryStatus;
import io.backupman.core.report.ReportFactory;
import io.backupman.core.report.ReportPayload;
import io.backupman.core.report.ReportQuery;
import io.backupman.core.report.ReportWithDeliveries;
import io.backupman.core.request.Page;
import io.backupman.core.request.RequestProblem;
import io.backupman.core.source.Compression;
import io.backupman.core.source.DataSource;
import io.backupman.core.source.Dump;
import io.backupman.core.source.DumpName;
import io.backupman.core.source.SourceException;
import io.backupman.core.source.SourceSettings;
import io.backupman.core.store.Database;
import io.backupman.core.store.engine.DatabaseSettings;
import io.backupman.core.testing.RecordingNotifier;
import io.backupman.core.testing.Records;
import io.backupman.core.testing.SettableClock;
import io.backupman.notifier.spi.BackupStatus;
import io.backupman.notifier.spi.DriveFile;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupsTest {
  @TempDir private Path folder;

  private final Database database = Database.open(new DatabaseSettings.Memory());
  private final SettableClock clock = new SettableClock();
  private final AtomicInteger told = new AtomicInteger();
  private final AtomicInteger scratchDropped = new AtomicInteger();
  private final Notifiers notifiers =
      new Notifiers(List.of(new RecordingNotifier("Ann", "Bob").named("chat")), List.of());
  private final BackupEnd end =
      new BackupEnd(
          database.backups(),
          new ReportFactory(() -> notifiers, clock),
          clock,
          told::incrementAndGet);
  private final BackupBegin begin =
      new BackupBegin(
          database.backups(),
          database.firings(),
          new ReportFactory(() -> notifiers, clock),
          told::incrementAndGet);
  private final UUID nodeId = UUID.randomUUID();

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void bringsTheDumpToEveryDriveAndReportsIt() throws IOException {
    var backups = backups(List.of(source("Shop", Behaviour.WHOLE)), localDrive(), localDrive2());

    var pending = backups.start(List.of(), BackupTrigger.MANUAL).backups().getFirst();

    assertThat(pending.status()).isEqualTo(BackupStatus.PENDING);
    var ended = awaitEnd(pending);
    assertThat(ended.status()).isEqualTo(BackupStatus.FINISHED);
    assertThat(ended.snapshot().error()).isNull();
    assertThat(ended.snapshot().dumpPath()).isNull();
    assertThat(ended.snapshot().sha256()).hasSize(64);
    assertThat(ended.driveFiles()).hasSize(2);
    for (DriveFile file : ended.driveFiles()) {
      assertThat(file.status()).isEqualTo(BackupStatus.FINISHED);
      assertThat(file.sizeBytes()).isEqualTo(ended.snapshot().sizeBytes());
      assertThat(unpacked(Path.of(String.valueOf(file.path())))).isEqualTo("dump of Shop");
    }
    assertThat(filesIn("tmp")).isEmpty();
    var reported = onlyReport();
    assertThat(reported.report().id()).isEqualTo(ended.reportId());
    assertThat(ReportPayload.readBackup(reported.report().payload()))
        .isEqualTo(Records.told(ended.snapshot()).build());
    assertThat(reported.deliveries())
        .extracting(Delivery::destination, Delivery::status)
        .containsExactly(
            tuple("Ann", DeliveryStatus.PENDING), tuple("Bob", DeliveryStatus.PENDING));
    await().until(() -> told.get() == 1);
  }

  @Test
  void failsWithTheSentenceOfTheSourceAndLeavesNothing() {
    var backups = backups(List.of(source("Shop", Behaviour.FAILS)), localDrive());

    var ended = awaitEnd(backups.start(List.of(), BackupTrigger.CLI).backups().getFirst());

    assertThat(ended.status()).isEqualTo(BackupStatus.FAILED);
    assertThat(ended.snapshot().error()).isEqualTo("The password is wrong.");
    assertThat(ended.snapshot().dumpPath()).isNull();
    assertThat(ended.driveFiles())
        .allSatisfy(
            f -> {
              assertThat(f.status()).isEqualTo(BackupStatus.FAILED);
              assertThat(f.error()).startsWith("Nothing was stored here");
            });
    assertThat(filesIn("tmp")).isEmpty();
    assertThat(filesIn("storage")).isEmpty();
    assertThat(onlyReport().report().status()).isEqualTo("failed");
  }

  @Test
  void failsWithoutDetailsWhereSomethingShouldNotHaveHappened() {
    var backups = backups(List.of(source("Shop", Behaviour.BREAKS)), localDrive());

    var ended = awaitEnd(backups.start(List.of(), BackupTrigger.CLI).backups().getFirst());

    assertThat(ended.snapshot().error())
        .isEqualTo("It failed in a way that it should not; the log has the details.");
    assertThat(onlyReport().report().status()).isEqualTo("failed");
  }

  @Test
  void tellsHowFarABackupHasCome() throws Exception {
    var mayEnd = new CountDownLatch(1);
    var mayStore = new CountDownLatch(1);
    var drive = remoteDrive(() -> await().until(() -> mayStore.getCount() == 0));
    var backups = backups(List.of(source("Shop", waiting(mayEnd))), drive);
    var id = backups.start(List.of(), BackupTrigger.MANUAL).backups().getFirst().id();

    await()
        .until(
            () -> backups.progress(id).map(BackupProgress::dumpedBytes).equals(Optional.of(100L)));
    assertThat(backups.progress(id)).contains(new BackupProgress(Phase.DUMPING, 100, List.of()));
    mayEnd.countDown();
    await().until(() -> backups.progress(id).map(p -> p.copies().size()).equals(Optional.of(1)));
    var copying = backups.progress(id).orElseThrow();
    assertThat(copying.phase()).isEqualTo(Phase.COPYING);
    assertThat(copying.dumpedBytes()).isEqualTo(100);
    var size = database.backups().find(id).orElseThrow().snapshot().sizeBytes();
    assertThat(copying.copies())
        .containsExactly(new BackupProgress.Copy("Remote", 0, Objects.requireNonNull(size)));
    mayStore.countDown();
    await().until(() -> backups.progress(id).isEmpty());
  }

  @Test
  void triesADriveAgainWhoseFailureMayBeOverInAMoment() {
    var tries = new AtomicInteger();
    var drive =
        remoteDrive(
            () -> {
              if (tries.incrementAndGet() == 1) {
                throw DriveException.passing("The connection was lost.", new IOException("reset"));
              }
            });
    var backups = backups(List.of(source("Shop", Behaviour.WHOLE)), drive);

    var ended = awaitEnd(backups.start(List.of(), BackupTrigger.MANUAL).backups().getFirst());

    assertThat(ended.status()).isEqualTo(BackupStatus.FINISHED);
    assertThat(tries).hasValue(2);
    assertThat(ended.driveFiles()).extracting(DriveFile::error).containsOnlyNulls();
  }

  @Test
  void keepsTheCopyWhereADriveIsTheFolderThatDumpsAreWrittenTo() throws IOException {
    var drive = new LocalDrive(new LocalDriveSettings("Local", folder.resolve("x/../tmp")));
    var backups = backups(List.of(source("Shop", Behaviour.WHOLE)), drive);

    var ended = awaitEnd(backups.start(List.of(), BackupTrigger.MANUAL).backups().getFirst());

    assertThat(ended.status()).isEqualTo(BackupStatus.FINISHED);
    assertThat(ended.snapshot().dumpPath()).isNull();
    var path = Path.of(String.valueOf(ended.driveFiles().getFirst().path()));
    assertThat(unpacked(path)).isEqualTo("dump of Shop");
  }

  @Test
  void keepsTheDumpAndTheOtherCopiesWhenOneDriveFails() {
    var backups = backups(List.of(source("Shop", Behaviour.WHOLE)), localDrive(), brokenDrive());

    var ended = awaitEnd(backups.start(List.of(), BackupTrigger.MANUAL).backups().getFirst());

    assertThat(ended.status()).isEqualTo(BackupStatus.FAILED);
    assertThat(ended.snapshot().error()).isEqualTo("Remote: The quota is used up.");
    assertThat(ended.driveFiles())
        .extracting(DriveFile::label, DriveFile::status)
        .containsExactly(
            tuple("Local", BackupStatus.FINISHED), tuple("Remote", BackupStatus.FAILED));
    assertThat(Path.of(String.valueOf(ended.snapshot().dumpPath()))).isRegularFile();
    assertThat(filesIn("storage")).hasSize(1);
  }

  @Test
  void refusesASecondRunOfTheSameDataSource() {
    var mayEnd = new CountDownLatch(1);
    var backups =
        backups(
            List.of(source("Shop", waiting(mayEnd)), source("Blog", Behaviour.WHOLE)),
            localDrive());
    var first = backups.start(List.of("Shop"), BackupTrigger.MANUAL).backups().getFirst();

    assertThatThrownBy(() -> backups.start(List.of("Shop"), BackupTrigger.MANUAL))
        .isInstanceOfSatisfying(
            RequestProblem.class, p -> assertThat(p.kind()).isEqualTo(RequestProblem.Kind.CONFLICT))
        .hasMessage("A backup of \"Shop\" is running already.");
    var second = backups.start(List.of(), BackupTrigger.MANUAL);
    assertThat(second.alreadyRunning()).containsExactly(new Running("Shop", first.id()));
    assertThat(second.backups()).extracting(Backup::label).containsExactly("Blog");

    mayEnd.countDown();
    awaitEnd(first);
    awaitEnd(backups.start(List.of("Shop"), BackupTrigger.MANUAL).backups().getFirst());
  }

  @Test
  void reportsThatADataSourceHasRecoveredWhereverItsLastBackupFailed() {
    var lost = Records.pending("Shop", clock.instant(), UUID.randomUUID());
    database.backups().begin(lost);
    new BackupEnd(database.backups(), Records.toNobody(clock), clock, () -> {})
        .failed(lost, "gone");
    var backups = backups(List.of(source("Shop", Behaviour.WHOLE)), localDrive());
    var recovered = new ArrayList<Boolean>();
    for (var i = 0; i < 2; i++) {
      clock.advance(Duration.ofSeconds(1));
      var ended = awaitEnd(backups.start(List.of(), BackupTrigger.CLI).backups().getFirst());
      var report = database.reports().find(Objects.requireNonNull(ended.reportId())).orElseThrow();
      recovered.add(ReportPayload.readBackup(report.payload()).recovered());
    }
    assertThat(recovered).containsExactly(true, false);
  }

  @Test
  void reportsAStartOnlyIfANotifierWantsIt() {
    var ping = new RecordingNotifier("check").without();
    var wanting = new Notifiers(List.of(ping.named("ping")), List.of());
    var mayEnd = new CountDownLatch(1);
    var backups =
        new Backups(
            List.of(source("Shop", waiting(mayEnd))),
            List.of(localDrive()),
            database.backups(),
            new BackupBegin(
                database.backups(),
                database.firings(),
                new ReportFactory(() -> wanting, clock),
                told::incrementAndGet),
            end,
            clock,
            nodeId,
            1);

    var pending = backups.start(List.of(), BackupTrigger.MANUAL).backups().getFirst();

    assertThat(told).hasValue(1);
    assertThat(onlyReport().report().event()).isEqualTo("backup_started");
    assertThat(onlyReport().report().status()).isEqualTo("pending");
    assertThat(ReportPayload.readBackup(onlyReport().report().payload()))
        .isEqualTo(Records.told(pending.snapshot()).build());
    assertThat(onlyReport().deliveries())
        .extracting(Delivery::notifier, Delivery::destination)
        .containsExactly(tuple("ping", "check"));
    mayEnd.countDown();
    awaitEnd(pending);
  }

  @Test
  void namesTheDataSourcesWhenALabelIsNotKnown() {
    var backups = backups(List.of(source("Shop", Behaviour.WHOLE)), localDrive());

    assertThatThrownBy(() -> backups.start(List.of("shop"), BackupTrigger.MANUAL))
        .isInstanceOfSatisfying(
            RequestProblem.class, p -> assertThat(p.kind()).isEqualTo(RequestProblem.Kind.INVALID))
        .hasMessage("There is no data source \"shop\"; did you mean \"Shop\"? There are: Shop.");
    assertThat(all().results()).isEmpty();
  }

  @Test
  void endsARunningAndAWaitingBackupAsInterruptedWhenItIsStopped() {
    var never = new CountDownLatch(1);
    var backups =
        new Backups(
            List.of(
                source("A", waiting(never)),
                source("B", waiting(never)),
                source("C", waiting(never))),
            List.of(localDrive()),
            database.backups(),
            begin,
            end,
            clock,
            nodeId,
            2);
    var started = backups.start(List.of(), BackupTrigger.MANUAL).backups();

    backups.stop(Duration.ofSeconds(20));

    assertThat(started)
        .allSatisfy(
            b -> {
              var ended = database.backups().find(b.id()).orElseThrow();
              assertThat(ended.status()).isEqualTo(BackupStatus.FAILED);
              assertThat(ended.snapshot().error()).startsWith("interrupted: ");
            });
    assertThat(database.reports().list(ReportQuery.newest(10)).results()).hasSize(3);
    assertThat(filesIn("tmp")).isEmpty();
  }

  @Test
  void endsARunningAndAWaitingBackupAsCancelled() {
    var never = new CountDownLatch(1);
    var backups =
        new Backups(
            List.of(source("A", waiting(never)), source("B", waiting(never))),
            List.of(localDrive()),
            database.backups(),
            begin,
            end,
            clock,
            nodeId,
            1);
    var started = backups.start(List.of(), BackupTrigger.MANUAL).backups();

    for (var backup : started.reversed()) {
      assertThat(backups.cancel(backup.id()).id()).isEqualTo(backup.id());
    }

    for (var backup : started) {
      var ended = awaitEnd(backup);
      assertThat(ended.status()).isEqualTo(BackupStatus.FAILED);
      assertThat(ended.snapshot().error()).isEqualTo("cancelled");
      assertThatThrownBy(() -> backups.cancel(backup.id()))
          .isInstanceOfSatisfying(
              RequestProblem.class,
              p -> assertThat(p.kind()).isEqualTo(RequestProblem.Kind.CONFLICT));
    }
    assertThat(database.reports().list(ReportQuery.newest(10)).results()).hasSize(2);
    assertThat(filesIn("tmp")).isEmpty();
    assertThat(backups.stop(Duration.ofSeconds(20))).isTrue();
  }

  @Test
  void whatIsCancelledElsewhereIsStoppedByTheProcessThatRunsIt() {
    var never = new CountDownLatch(1);
    var backups = backups(List.of(source("Shop", waiting(never))), localDrive());
    var pending = backups.start(List.of(), BackupTrigger.MANUAL).backups().getFirst();
    var elsewhere = backups(List.of(source("Shop", Behaviour.WHOLE)), localDrive());

    elsewhere.cancel(pending.id());
    elsewhere.stopCancelled();
    assertThat(database.backups().find(pending.id()).orElseThrow().status())
        .isEqualTo(BackupStatus.PENDING);
    backups.stopCancelled();

    assertThat(awaitEnd(pending).snapshot().error()).isEqualTo("cancelled");
  }

  @Test
  void nothingIsCancelledThatDoesNotExist() {
    assertThatThrownBy(() -> backups(List.of(), localDrive()).cancel(UUID.randomUUID()))
        .isInstanceOfSatisfying(
            RequestProblem.class,
            p -> assertThat(p.kind()).isEqualTo(RequestProblem.Kind.NOT_FOUND));
  }

  @Test
  void recordsTheEndOfAWaitingBackupWhenTheDatabaseIsThereAgain() {
    var never = new CountDownLatch(1);
    var flaky = new FlakyStore(database.backups(), 2);
    var backups =
        new Backups(
            List.of(source("A", waiting(never)), source("B", waiting(never))),
            List.of(localDrive()),
            flaky,
            begin,
            new BackupEnd(
                flaky, new ReportFactory(() -> notifiers, clock), clock, told::incrementAndGet),
            clock,
            nodeId,
            1);
    var started = backups.start(List.of(), BackupTrigger.MANUAL).backups();

    assertThat(backups.stop(Duration.ofSeconds(20))).isTrue();

    assertThat(started)
        .allSatisfy(
            b ->
                assertThat(database.backups().find(b.id()).orElseThrow().status())
                    .isEqualTo(BackupStatus.FAILED));
  }

  @Test
  void endsAndReportsABackupThatWasRecordedThoughItsStartSeemedToFail() {
    var flaky = new FlakyStore(database.backups(), 1);
    var backups = overStore(flaky.firstStart(FlakyStore.Start.LOSES_THE_ANSWER));

    assertThatThrownBy(() -> backups.start(List.of(), BackupTrigger.MANUAL))
        .hasMessage("The connection was lost.");

    var ended = awaitEnd(all().results().getFirst());
    assertThat(ended.status()).isEqualTo(BackupStatus.FAILED);
    assertThat(ended.snapshot().error())
        .isEqualTo("interrupted: the start of the backup could not be recorded.");
    assertThat(onlyReport().report().status()).isEqualTo("failed");
    var next = awaitEnd(backups.start(List.of(), BackupTrigger.MANUAL).backups().getFirst());
    assertThat(next.status()).isEqualTo(BackupStatus.FINISHED);
  }

  @Test
  void reportsNothingOfABackupWhoseStartFailed() {
    var flaky = new FlakyStore(database.backups(), 1);
    var backups = overStore(flaky.firstStart(FlakyStore.Start.FAILS));

    assertThatThrownBy(() -> backups.start(List.of(), BackupTrigger.MANUAL))
        .hasMessage("The connection was lost.");

    assertThat(backups.stop(Duration.ofSeconds(20))).isTrue();
    assertThat(all().results()).isEmpty();
    assertThat(database.reports().list(ReportQuery.newest(10)).results()).isEmpty();
  }

  private Backups overStore(BackupStore store) {
    return new Backups(
        List.of(source("Shop", Behaviour.WHOLE)),
        List.of(localDrive()),
        store,
        new BackupBegin(
            store,
            database.firings(),
            new ReportFactory(() -> notifiers, clock),
            told::incrementAndGet),
        new BackupEnd(
            store, new ReportFactory(() -> notifiers, clock), clock, told::incrementAndGet),
        clock,
        nodeId,
        1);
  }

  @Test
  void saysWhetherAllHaveEndedWhenItIsStopped() {
    var mayEnd = new CountDownLatch(1);
    var backups = backups(List.of(source("Shop", stubborn(mayEnd))), localDrive());
    backups.start(List.of(), BackupTrigger.MANUAL);

    assertThat(backups.stop(Duration.ZERO)).isFalse();

    mayEnd.countDown();
    assertThat(backups.stop(Duration.ofSeconds(20))).isTrue();
  }

  @Test
  void leavesNoDumpThatBecameWholeJustAsItWasStopped() {
    var begun = new CountDownLatch(1);
    var backups =
        backups(
            List.of(
                source(
                    "Shop",
                    (label, out) -> {
                      begun.countDown();
                      untilInterrupted();
                    })),
            localDrive());
    var pending = backups.start(List.of(), BackupTrigger.MANUAL).backups().getFirst();
    await().until(() -> begun.getCount() == 0);

    backups.stop(Duration.ofSeconds(20));

    assertThat(awaitEnd(pending).snapshot().error()).startsWith("interrupted: ");
    assertThat(filesIn("tmp")).isEmpty();
  }

  @Test
  void leavesNoDumpOfABackupThatSomebodyElseHasEndedMeanwhile() {
    var written = new AtomicBoolean();
    var backups =
        backups(
            List.of(
                source(
                    "Shop",
                    (label, out) -> {
                      end.failed(all().results().getFirst(), "ended elsewhere");
                      written.set(true);
                    })),
            localDrive());

    backups.start(List.of(), BackupTrigger.MANUAL);

    await().until(() -> written.get() && filesIn("tmp").isEmpty());
    assertThat(backups.stop(Duration.ofSeconds(20))).isTrue();
    assertThat(onlyReport().report().status()).isEqualTo("failed");
    assertThat(filesIn("storage")).isEmpty();
  }

  @Test
  void endsTheBackupsOfAProcessThatIsGoneOnceAndRemovesWhatItLeft() throws IOException {
    var source = source("Shop", Behaviour.WHOLE);
    var abandoned =
        new AbandonedBackups(database.backups(), end, List.of(source), List.of(localDrive()));
    var left = Records.pending("Shop", clock.instant(), nodeId);
    database.backups().begin(left);
    var name = new DumpName("Shop", left.snapshot().createdAt(), left.id()).file(source);
    Files.createDirectories(folder.resolve("tmp"));
    Files.writeString(folder.resolve("tmp").resolve(name + ".part"), "half");
    Files.createDirectories(folder.resolve("storage"));
    Files.writeString(folder.resolve("storage").resolve("." + name + ".part"), "half");
    var gone = new Node(nodeId, "db-host", "m", 4711, 0, 0);

    abandoned.endThoseOf(gone);
    abandoned.endThoseOf(gone);

    var ended = database.backups().find(left.id()).orElseThrow();
    assertThat(ended.status()).isEqualTo(BackupStatus.FAILED);
    assertThat(ended.snapshot().error())
        .isEqualTo(
            "interrupted: the Backupman process that ran it (on db-host, process 4711) is gone.");
    assertThat(onlyReport().report().backupId()).isEqualTo(left.id());
    assertThat(filesIn("storage")).isEmpty();
    assertThat(filesIn("tmp")).isEmpty();
    assertThat(scratchDropped).hasValue(1);
  }

  @Test
  void endsABackupOfAMachineWhoseNamesCannotBeExpressedHere() {
    var source = source("Shop", Behaviour.WHOLE);
    var left = Records.pending("Shop", clock.instant(), nodeId);
    database.backups().begin(left);
    var dumped =
        left.snapshot().toBuilder().dumpPath("/caf\0/shop.sql").sizeBytes(1L).sha256("0").build();
    database.backups().dumped(left.with(dumped));

    new AbandonedBackups(database.backups(), end, List.of(source), List.of(localDrive()))
        .endThoseOf(new Node(nodeId, "db-host", "m", 4711, 0, 0));

    assertThat(database.backups().find(left.id()).orElseThrow().status())
        .isEqualTo(BackupStatus.FAILED);
  }

  private Backups backups(List<DataSource> sources, Drive... drives) {
    return new Backups(
        sources,
        List.of(drives),
        database.backups(),
        begin,
        end,
        clock,
        nodeId,
        Math.max(1, sources.size()));
  }

  private Backup awaitEnd(Backup backup) {
    await()
        .until(
            () ->
                database.backups().find(backup.id()).orElseThrow().status()
                    != BackupStatus.PENDING);
    return database.backups().find(backup.id()).orElseThrow();
  }

  private Page<Backup> all() {
    return database.backups().list(BackupQuery.newest(10));
  }

  private ReportWithDeliveries onlyReport() {
    var reports = database.reports().list(ReportQuery.newest(10)).results();
    assertThat(reports).hasSize(1);
    return reports.getFirst();
  }

  private List<Path> filesIn(String name) {
    var inside = folder.resolve(name);
    if (Files.notExists(inside)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(inside)) {
      return files.toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String unpacked(Path file) throws IOException {
    try (var in = new GZIPInputStream(Files.newInputStream(file))) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  private Drive localDrive() {
    return new LocalDrive(new LocalDriveSettings("Local", folder.resolve("storage")));
  }

  private Drive localDrive2() {
    return new LocalDrive(new LocalDriveSettings("Second", folder.resolve("second")));
  }

  private static Drive brokenDrive() {
    return remoteDrive(
        () -> {
          throw new DriveException("The quota is used up.");
        });
  }

  private static Drive remoteDrive(Runnable store) {
    return new Drive() {
      @Override
      public String label() {
        return "Remote";
      }

      @Override
      public String provider() {
        return "s3";
      }

      @Override
      public String store(Dump dump, String name, LongConsumer progress) {
        store.run();
        return "backups/" + name;
      }

      @Override
      public StoredCopy open(String path) {
        throw new UnsupportedOperationException();
      }

      @Override
      public void removeLeftovers(String name) {}

      @Override
      public void delete(String path) {
        throw new UnsupportedOperationException();
      }

      @Override
      public void check() {}
    };
  }

  @FunctionalInterface
  private interface Behaviour {
    Behaviour WHOLE = (label, out) -> out.write(("dump of " + label).getBytes(UTF_8));
    Behaviour FAILS =
        (label, out) -> {
          out.write(new byte[100]);
          throw new SourceException("The password is wrong.");
        };
    Behaviour BREAKS =
        (label, out) -> {
          throw new IllegalArgumentException("internal detail");
        };

    void dump(String label, OutputStream out) throws IOException, InterruptedException;
  }

  private static Behaviour waiting(CountDownLatch mayEnd) {
    return (label, out) -> {
      out.write(new byte[100]);
      mayEnd.await();
    };
  }

  private static Behaviour stubborn(CountDownLatch mayEnd) {
    return (label, out) -> {
      while (mayEnd.getCount() > 0) {
        Thread.onSpinWait();
      }
    };
  }

  private static void untilInterrupted() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      // As SQLite does where it is too late to stop.
    }
  }

  private DataSource source(String label, Behaviour behaviour) {
    return new DataSource() {
      @Override
      public SourceSettings settings() {
        return new SourceSettings(
            label, "test", folder.resolve("tmp"), Compression.GZIP, Duration.ofHours(1));
      }

      @Override
      public String fileType() {
        return "sql";
      }

      @Override
      public List<String> dump(OutputStream out, Runnable heartbeat)
          throws IOException, InterruptedException {
        behaviour.dump(label, out);
        return List.of();
      }

      @Override
      public void dropScratchDatabases() {
        scratchDropped.incrementAndGet();
      }

      @Override
      public void check() {}
    };
  }
}
