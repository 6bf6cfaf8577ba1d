package io.backupman.core.store;

import static io.backupman.core.store.Samples.NODE;
import static io.backupman.core.store.Samples.dumpOf;
import static io.backupman.core.store.Samples.ended;
import static io.backupman.core.store.Samples.newId;
import static io.backupman.core.store.Samples.pending;
import static io.backupman.core.store.Samples.report;
import static io.backupman.core.store.Samples.timeOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.backupman.core.backup.Backup;
import io.backupman.core.backup.BackupQuery;
import io.backupman.core.backup.BackupStore.Reopening;
import io.backupman.core.report.ReportQuery;
import io.backupman.core.store.engine.DatabaseSettings;
import io.backupman.core.store.engine.StoreException;
import io.backupman.notifier.spi.BackupStatus;
import io.backupman.notifier.spi.Verification;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every database does for the records of backups that run, fail, run again and end. */
abstract class BackupRunStoreContract extends StoreContract {
  BackupRunStoreContract(DatabaseSettings settings) {
    super(settings);
  }

  @Test
  void onlyAPendingBackupIsCancelledAndItsProcessSeesIt() {
    var backup = pending("shop");
    backups.begin(backup);
    backups.begin(pending("blog"));
    assertThat(backups.cancelAsked(NODE)).isEmpty();

    assertThat(backups.askCancel(backup.id())).isTrue();
    assertThat(backups.askCancel(backup.id())).isTrue();

    assertThat(backups.cancelAsked(NODE)).containsExactly(backup.id());
    assertThat(backups.cancelAsked(newId())).isEmpty();
    finish(backup, BackupStatus.FAILED);
    assertThat(backups.askCancel(backup.id())).isFalse();
    assertThat(backups.cancelAsked(NODE)).isEmpty();
    assertThat(backups.askCancel(newId())).isFalse();
  }

  @Test
  void aFailedBackupIsPendingAgainWithTheCopiesThatFailed() {
    var backup = pending("shop", "Local", "S3");
    backups.begin(backup);
    assertThat(backups.reopen(backup, Optional.empty())).isEqualTo(Reopening.NOT_FAILED);
    var stored =
        backup.driveFiles().stream().map(f -> f.toBuilder().sizeBytes(7L).build()).toList();
    var failed =
        finish(
            backup.with(backup.snapshot().toBuilder().driveFiles(stored).build()),
            BackupStatus.FAILED);
    var again =
        new Backup(
            failed.snapshot().toBuilder()
                .status(BackupStatus.PENDING)
                .trigger("retry")
                .startedAt(null)
                .finishedAt(null)
                .error(null)
                .driveFiles(
                    failed.driveFiles().stream()
                        .map(f -> f.toBuilder().status(BackupStatus.PENDING).error(null).build())
                        .toList())
                .build(),
            null,
            newId(),
            2);
    backups.begin(pending("shop"));
    assertThat(backups.reopen(again, Optional.empty())).isEqualTo(Reopening.ANOTHER_RUNS);
    assertThat(backups.find(backup.id())).contains(failed);
    finish(backups.list(BackupQuery.newest(1)).results().getFirst(), BackupStatus.FINISHED);

    assertThat(backups.reopen(again, Optional.empty())).isEqualTo(Reopening.REOPENED);

    assertThat(backups.find(backup.id())).contains(again);
    assertThat(backups.begin(pending("shop"))).contains(backup.id());
    assertThat(backups.dumped(backup)).as("by the run before").isFalse();
    assertThat(backups.driveFileEnded(failed.driveFiles().getFirst(), 1)).isFalse();
    assertThat(backups.finish(failed, report(failed), List.of())).isFalse();
    assertThat(backups.find(backup.id())).contains(again);
    assertThat(backups.reopen(again, Optional.empty())).isEqualTo(Reopening.NOT_FAILED);
    finish(again, BackupStatus.FINISHED);
    assertThat(backups.reopen(again, Optional.empty())).isEqualTo(Reopening.NOT_FAILED);
  }

  @Test
  void whatCameOfRestoringTheDumpIsKept() {
    var pending = pending("shop", "First");
    backups.begin(pending);
    var verified =
        pending.with(
            pending.snapshot().toBuilder()
                .verification(Verification.verified(2, 3_000_000_000L))
                .build());
    assertThat(backups.dumped(verified)).isTrue();
    assertThat(backups.find(pending.id()).orElseThrow().snapshot().verification())
        .isEqualTo(Verification.verified(2, 3_000_000_000L));
    var failed = ended(pending, BackupStatus.FAILED, newId());
    var told =
        failed.with(
            failed.snapshot().toBuilder()
                .verification(Verification.failed("The table 'ü' is missing."))
                .warning("It is small.")
                .build());
    assertThat(backups.finish(told, report(told), List.of())).isTrue();
    assertThat(backups.find(pending.id())).contains(told);

    var again =
        new Backup(
            told.snapshot().toBuilder()
                .status(BackupStatus.PENDING)
                .verification(null)
                .warning(null)
                .build(),
            null,
            told.nodeId(),
            told.run() + 1);
    assertThat(backups.reopen(again, Optional.empty())).isEqualTo(Reopening.REOPENED);
    assertThat(backups.find(pending.id()).orElseThrow().snapshot())
        .satisfies(
            report -> {
              assertThat(report.verification()).isNull();
              assertThat(report.warning()).isNull();
            });
  }

  @Test
  void theDumpAndEachCopyAreRecordedWhileTheBackupIsPending() {
    var backup = pending("shop", "Local", "S3");
    backups.begin(backup);
    var dumped = backup.with(dumpOf(backup));
    assertThat(backups.dumped(dumped)).isTrue();
    var copy =
        backup.driveFiles().getFirst().toBuilder()
            .status(BackupStatus.FINISHED)
            .path("/storage/x 🗄.gz")
            .sizeBytes(12L)
            .updatedAt(timeOf(backup.id()).plusMillis(7))
            .build();
    assertThat(backups.driveFileEnded(copy, 1)).isTrue();

    var found = backups.find(backup.id()).orElseThrow();
    assertThat(found.snapshot().sha256()).isEqualTo("ab".repeat(32));
    assertThat(found.snapshot().dumpPath()).isEqualTo("/tmp/x.gz");
    assertThat(found.snapshot().sizeBytes()).isEqualTo(12L);
    assertThat(found.snapshot().startedAt()).isEqualTo(timeOf(backup.id()).plusMillis(3));
    assertThat(found.driveFiles()).containsExactly(copy, backup.driveFiles().get(1));
  }

  @Test
  void aBackupEndsWithItsCopiesItsReportAndItsDeliveriesAtOnce() {
    var backup = pending("shop", "Local", "S3");
    backups.begin(backup);
    var ended = finish(backup, BackupStatus.FINISHED, "mail", "webhook");
    assertThat(backups.find(backup.id())).contains(ended);
    var listed = reports.list(ReportQuery.newest(10)).results();
    assertThat(listed).hasSize(1);
    assertThat(listed.getFirst().report().id()).isEqualTo(ended.reportId());
    assertThat(listed.getFirst().deliveries())
        .extracting(d -> d.notifier())
        .containsExactly("mail", "webhook");
  }

  @Test
  void aBackupEndsOnceAndIsNotChangedAfterwards() {
    var backup = pending("shop", "Local");
    backups.begin(backup);
    var ended = finish(backup, BackupStatus.FAILED);

    var again = newId();
    var other = ended(backup, BackupStatus.FINISHED, again);
    assertThat(backups.finish(other, report(again, other, "backup_report", "{}"), List.of()))
        .isFalse();
    assertThat(backups.dumped(backup.with(dumpOf(backup)))).isFalse();
    assertThat(backups.driveFileEnded(backup.driveFiles().getFirst(), 1)).isFalse();
    assertThat(backups.find(backup.id())).contains(ended);
    assertThat(reports.find(again)).isEmpty();
  }

  @Test
  void ofManyThatEndABackupTogetherOneWinsAndOneReportIsWritten() throws Exception {
    for (var round = 0; round < 10; round++) {
      var backup = pending("shop", "Local");
      backups.begin(backup);
      var answers = together(4, () -> tryToFinish(backup));
      assertThat(answers).filteredOn(won -> won).hasSize(1);
      var query = new ReportQuery(9, null, null, null, null, null, null, backup.id(), null, null);
      assertThat(reports.list(query).results()).hasSize(1);
    }
  }

  @Test
  void nothingIsWrittenOfAnEndWhoseReportCannotBeWritten() {
    var first = pending("first");
    backups.begin(first);
    var taken = finish(first, BackupStatus.FINISHED).reportId();
    var second = pending("second", "Local");
    backups.begin(second);
    var ended = ended(second, BackupStatus.FINISHED, newId());
    var clash = report(java.util.Objects.requireNonNull(taken), ended, "backup_report", "{}");
    assertThatThrownBy(() -> backups.finish(ended, clash, List.of()))
        .isInstanceOf(StoreException.class)
        .hasMessageNotContaining("INSERT");
    assertThat(backups.find(second.id())).contains(second);
  }

  @Test
  void aBackupThatHasNotEndedCannotBeFinished() {
    var backup = pending("shop");
    backups.begin(backup);
    assertThatThrownBy(() -> backups.finish(backup, report(backup), List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private boolean tryToFinish(Backup backup) {
    var id = newId();
    var ended = ended(backup, BackupStatus.FAILED, id);
    return backups.finish(
        ended,
        report(id, ended, "backup_report", "{}"),
        List.of(Samples.delivery(id, "mail", NOW)));
  }
}
