package io.backupman.core.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.backupman.core.drive.Drive;
import io.backupman.core.request.RequestProblem;
import io.backupman.core.source.Compression;
import io.backupman.core.source.FakeSource;
import io.backupman.core.source.FakeSource.Dumping;
import io.backupman.core.source.Settings;
import io.backupman.notifier.spi.BackupStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of backups that are stopped or cancelled before they end by themselves. */
class StoppedBackupsTest {
  @TempDir private Path folder;

  private final BackupBench bench = new BackupBench();

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void endsARunningAndAWaitingBackupAsInterruptedWhenItIsStopped() {
    var never = new CountDownLatch(1);
    var backups =
        bench.backups(
            List.of(
                source("A", Dumping.until(never)),
                source("B", Dumping.until(never)),
                source("C", Dumping.until(never))),
            2,
            local());
    var started = backups.start(List.of(), BackupTrigger.MANUAL).backups();

    backups.stop(Duration.ofSeconds(20));

    assertThat(started)
        .allSatisfy(
            b -> {
              var ended = bench.find(b.id());
              assertThat(ended.status()).isEqualTo(BackupStatus.FAILED);
              assertThat(ended.snapshot().error()).startsWith("interrupted: ");
            });
    assertThat(bench.reports()).hasSize(3);
    assertThat(BackupBench.filesIn(folder.resolve("tmp"))).isEmpty();
  }

  @Test
  void endsARunningAndAWaitingBackupAsCancelled() {
    var never = new CountDownLatch(1);
    var backups =
        bench.backups(
            List.of(source("A", Dumping.until(never)), source("B", Dumping.until(never))),
            1,
            local());
    var started = backups.start(List.of(), BackupTrigger.MANUAL).backups();

    for (var backup : started.reversed()) {
      assertThat(backups.cancel(backup.id()).id()).isEqualTo(backup.id());
    }

    for (var backup : started) {
      var ended = bench.awaitEnd(backup.id());
      assertThat(ended.status()).isEqualTo(BackupStatus.FAILED);
      assertThat(ended.snapshot().error()).isEqualTo("cancelled");
      assertThatThrownBy(() -> backups.cancel(backup.id()))
          .isInstanceOfSatisfying(
              RequestProblem.class,
              p -> assertThat(p.kind()).isEqualTo(RequestProblem.Kind.CONFLICT));
    }
    assertThat(bench.reports()).hasSize(2);
    assertThat(BackupBench.filesIn(folder.resolve("tmp"))).isEmpty();
    assertThat(backups.stop(Duration.ofSeconds(20))).isTrue();
  }

  @Test
  void whatIsCancelledElsewhereIsStoppedByTheProcessThatRunsIt() {
    var never = new CountDownLatch(1);
    var backups = bench.backups(source("Shop", Dumping.until(never)), local());
    var pending = bench.start(backups);
    var elsewhere = bench.backups(source("Shop", Dumping.WHOLE), local());

    elsewhere.cancel(pending.id());
    elsewhere.stopCancelled();
    assertThat(bench.find(pending.id()).status()).isEqualTo(BackupStatus.PENDING);
    backups.stopCancelled();

    assertThat(bench.awaitEnd(pending.id()).snapshot().error()).isEqualTo("cancelled");
  }

  @Test
  void nothingIsCancelledThatDoesNotExist() {
    assertThatThrownBy(() -> bench.backups(List.of(), local()).cancel(UUID.randomUUID()))
        .isInstanceOfSatisfying(
            RequestProblem.class,
            p -> assertThat(p.kind()).isEqualTo(RequestProblem.Kind.NOT_FOUND));
  }

  @Test
  void recordsTheEndOfAWaitingBackupWhenTheDatabaseIsThereAgain() {
    var never = new CountDownLatch(1);
    var flaky = new FlakyStore(bench.database.backups(), 2);
    var backups =
        bench.backups(
            List.of(source("A", Dumping.until(never)), source("B", Dumping.until(never))),
            1,
            flaky,
            local());
    var started = backups.start(List.of(), BackupTrigger.MANUAL).backups();

    assertThat(backups.stop(Duration.ofSeconds(20))).isTrue();

    assertThat(started)
        .allSatisfy(b -> assertThat(bench.find(b.id()).status()).isEqualTo(BackupStatus.FAILED));
  }

  @Test
  void knowsAnEndAgainThatWasRecordedThoughTheAnswerWasLost() {
    var flaky = new FlakyStore(bench.database.backups(), 2).losingAnswers();
    var backups = bench.backups(List.of(source("A", Dumping.WHOLE)), 1, flaky, local());
    var before = bench.signals();

    var ended = bench.run(backups);

    assertThat(ended.status()).isEqualTo(BackupStatus.FINISHED);
    assertThat(ended.reportId()).isEqualTo(bench.onlyReport().report().id());
    await().untilAsserted(() -> assertThat(bench.signals()).isEqualTo(before + 1));
  }

  @Test
  void saysWhetherAllHaveEndedWhenItIsStopped() {
    var mayEnd = new CountDownLatch(1);
    var backups = bench.backups(source("Shop", stubborn(mayEnd)), local());
    backups.start(List.of(), BackupTrigger.MANUAL);

    assertThat(backups.stop(Duration.ZERO)).isFalse();

    mayEnd.countDown();
    assertThat(backups.stop(Duration.ofSeconds(20))).isTrue();
  }

  @Test
  void leavesNoDumpThatBecameWholeJustAsItWasStopped() {
    var begun = new CountDownLatch(1);
    var backups =
        bench.backups(
            List.of(
                source(
                    "Shop",
                    (out, heartbeat) -> {
                      begun.countDown();
                      untilInterrupted();
                    })),
            local());
    var pending = bench.start(backups);
    await().until(() -> begun.getCount() == 0);

    backups.stop(Duration.ofSeconds(20));

    assertThat(bench.awaitEnd(pending.id()).snapshot().error()).startsWith("interrupted: ");
    assertThat(BackupBench.filesIn(folder.resolve("tmp"))).isEmpty();
  }

  @Test
  void leavesNoDumpOfABackupThatSomebodyElseHasEndedMeanwhile() {
    var written = new AtomicBoolean();
    var backups =
        bench.backups(
            List.of(
                source(
                    "Shop",
                    (out, heartbeat) -> {
                      bench.end().failed(bench.all().getFirst(), "ended elsewhere");
                      written.set(true);
                    })),
            local());

    backups.start(List.of(), BackupTrigger.MANUAL);

    await().until(() -> written.get() && BackupBench.filesIn(folder.resolve("tmp")).isEmpty());
    assertThat(backups.stop(Duration.ofSeconds(20))).isTrue();
    assertThat(bench.onlyReport().report().status()).isEqualTo("failed");
    assertThat(BackupBench.filesIn(folder.resolve("storage"))).isEmpty();
  }

  private Drive local() {
    return BackupBench.drive("Local", folder.resolve("storage"));
  }

  private static Dumping stubborn(CountDownLatch mayEnd) {
    return (out, heartbeat) -> {
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

  private FakeSource source(String label, Dumping dumping) {
    var settings = Settings.source(label, folder.resolve("tmp"), Compression.GZIP);
    return new FakeSource(settings, dumping);
  }
}
