package io.backupman.core.store;

import static io.backupman.core.store.Samples.NODE;
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
import io.backupman.core.backup.RemovalStore;
import io.backupman.core.backup.RemovalStore.Replaced;
import io.backupman.core.backup.Standing;
import io.backupman.core.report.ReportQuery;
import io.backupman.core.report.ReportWithDeliveries;
import io.backupman.core.store.engine.DatabaseSettings;
import io.backupman.core.store.engine.StoreException;
import io.backupman.notifier.spi.BackupReport;
import io.backupman.notifier.spi.BackupStatus;
import io.backupman.notifier.spi.DriveFile;
import io.backupman.notifier.spi.Verification;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every database does for the records of backups. */
abstract class BackupStoreContract extends StoreContract {
  BackupStoreContract(DatabaseSettings settings) {
    super(settings);
  }

  @Test
  void aPendingBackupIsFoundAsItWasRecorded() {
    var backup = pending("MySQL 1 🐬 `shop`", "Local", "S3 🪣");
    assertThat(backups.begin(backup)).isEmpty();
    assertThat(backups.find(backup.id())).contains(backup);
    assertThat(backups.find(newId())).isEmpty();
  }

  @Test
  void aBackupIsFoundByEachOfItsCopies() {
    var backup = pending("shop", "Local", "S3");
    backups.begin(backup);
    backups.begin(pending("blog", "Local"));
    for (var file : backup.driveFiles()) {
      assertThat(backups.findByCopy(file.id())).contains(backup);
    }
    assertThat(backups.findByCopy(newId())).isEmpty();
  }

  @Test
  void theKeyOfLinksIsTheSameForAllWhoAskAtOnce() throws Exception {
    var keys = together(4, () -> HexFormat.of().formatHex(database.signingKeys().key()));
    assertThat(new HashSet<>(keys)).hasSize(1);
    assertThat(keys.getFirst()).hasSize(64);
    assertThat(database.signingKeys().key()).isEqualTo(HexFormat.of().parseHex(keys.getFirst()));
  }

  @Test
  void allWhoShareTheRecordsHaveTheSameMarkWhichOthersHaveNot() throws Exception {
    var owners = together(4, () -> database.owner());

    assertThat(owners).hasSize(4).containsOnly(database.owner());
    try (var others = Database.open(new DatabaseSettings.Memory())) {
      assertThat(others.owner()).isNotEqualTo(database.owner()).isEqualTo(others.owner());
    }
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
  void aCopyThatAnotherOneReplacesIsNotedUntilItIsForgottenUnlessARecordNamesIt() {
    var copy = begunWithCopyAt("shop", "earlier");
    var done = copy.toBuilder().status(BackupStatus.FINISHED);
    assertThat(backups.driveFileEnded(done.path("newer").build(), 1)).isTrue();
    var other = begunWithCopyAt("blog", "same");
    var again = other.toBuilder().status(BackupStatus.FINISHED).build();
    assertThat(backups.driveFileEnded(again, 1)).isTrue();
    assertThat(removals.replaced())
        .containsExactly(new Replaced("Local", copy.provider(), "earlier"));

    begunWithCopyAt("wiki", "earlier");
    assertThat(removals.replaced()).isEmpty();
    backups.list(BackupQuery.newest(1)).results().forEach(b -> finish(b, BackupStatus.FAILED));
    assertThat(removals.replaced()).hasSize(2);

    backups.forgetReplaced("Local", "earlier");
    assertThat(removals.replaced()).isEmpty();
  }

  private DriveFile begunWithCopyAt(String label, String path) {
    var pending = pending(label, "Local");
    var copy = pending.driveFiles().getFirst().toBuilder().path(path).build();
    backups.begin(pending.with(pending.snapshot().toBuilder().driveFiles(List.of(copy)).build()));
    return copy;
  }

  @Test
  void theDumpOfAFailedBackupIsKeptUntilItIsForgotten() {
    var first = pending("shop");
    backups.begin(first);
    finish(first, BackupStatus.FAILED);
    var second = pending("shop");
    backups.begin(second);
    finish(second, BackupStatus.FAILED);
    var good = pending("shop");
    backups.begin(good);
    finish(good, BackupStatus.FINISHED);
    assertThat(backups.keptDumps()).extracting(Backup::id).containsExactly(second.id(), first.id());
    assertThat(backups.keptDumps("shop")).isEqualTo(backups.keptDumps());
    assertThat(backups.keptDumps("blog")).isEmpty();

    backups.forgetDump(second.id());
    backups.forgetDump(good.id());

    assertThat(backups.keptDumps()).extracting(Backup::id).containsExactly(first.id());
    assertThat(backups.find(good.id()).orElseThrow().snapshot().dumpPath()).isNotNull();
    removals.beginRemoval(first.id());
    assertThat(backups.keptDumps()).isEmpty();
  }

  @Test
  void aBackupThatIsBeingRemovedIsNotPendingAgain() {
    var backup = pending("shop", "Local");
    backups.begin(backup);
    assertThat(removals.beginRemoval(backup.id())).isFalse();
    var failed = finish(backup, BackupStatus.FAILED);

    assertThat(removals.beginRemoval(backup.id())).isTrue();
    assertThat(removals.beginRemoval(backup.id())).isTrue();

    var again = new Backup(backup.snapshot(), null, newId(), 2);
    assertThat(backups.reopen(again, Optional.empty())).isEqualTo(Reopening.NOT_FAILED);
    assertThat(backups.find(backup.id())).contains(failed);
    assertThat(removals.beginRemoval(newId())).isFalse();
  }

  @Test
  void whatHasEndedOfALabelIsListedNewestFirst() {
    var failed = pending("shop");
    backups.begin(failed);
    finish(failed, BackupStatus.FAILED);
    var finished = pending("shop");
    backups.begin(finished);
    finish(finished, BackupStatus.FINISHED);
    backups.begin(pending("shop"));
    backups.begin(pending("Blog"));

    assertThat(removals.beginRemoval(failed.id())).isTrue();

    assertThat(removals.ended("shop"))
        .containsExactly(
            new RemovalStore.Ended(
                finished.id(), timeOf(finished.id()).plusMillis(9), BackupStatus.FINISHED, false),
            new RemovalStore.Ended(
                failed.id(), timeOf(failed.id()).plusMillis(9), BackupStatus.FAILED, true));
    assertThat(removals.ended("Blog")).isEmpty();
    assertThat(removals.labels()).containsExactly("Blog", "shop");
  }

  @Test
  void onlyABackupThatHasEndedIsForgottenWithItsCopiesAndItsReportsStay() {
    var backup = pending("shop", "Local", "S3");
    backups.begin(backup);
    var copies = backup.driveFiles();
    assertThat(removals.forget(backup.id())).isFalse();
    assertThat(removals.forgetCopy(copies.getFirst().id())).isFalse();
    finish(backup, BackupStatus.FINISHED);

    assertThat(removals.forgetCopy(copies.getFirst().id())).isTrue();

    assertThat(backups.find(backup.id()).orElseThrow().driveFiles())
        .extracting(file -> file.id())
        .containsExactly(copies.getLast().id());
    assertThat(removals.forget(backup.id())).isTrue();
    assertThat(removals.forget(backup.id())).isFalse();
    assertThat(removals.forgetCopy(copies.getLast().id())).isFalse();
    assertThat(backups.find(backup.id())).isEmpty();
    assertThat(reports.list(ReportQuery.newest(9)).results()).hasSize(1);
  }

  @Test
  void aSecondBackupOfALabelIsRefusedWhileTheFirstIsPending() {
    var first = pending("shop");
    backups.begin(first);
    assertThat(backups.begin(pending("shop"))).contains(first.id());
    assertThat(backups.begin(pending("Shop"))).isEmpty();
    assertThat(backups.begin(pending("shöp"))).isEmpty();
    finish(first, BackupStatus.FAILED);
    assertThat(backups.begin(pending("shop"))).isEmpty();
  }

  @Test
  void ofManyThatBeginTogetherExactlyOneIsRecorded() throws Exception {
    for (var round = 0; round < 20; round++) {
      var label = "round " + round;
      var answers = together(4, () -> backups.begin(pending(label, "Local")));
      assertThat(answers).filteredOn(Optional::isEmpty).hasSize(1);
      var standing = backups.list(new BackupQuery(9, null, null, label, null, null)).results();
      assertThat(standing).hasSize(1);
      assertThat(answers.stream().flatMap(Optional::stream))
          .allMatch(standing.getFirst().id()::equals);
    }
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
  void theLastSizesAreThoseOfFinishedBackupsOfALabel() {
    sized("shop", BackupStatus.FINISHED, 1);
    sized("shop", BackupStatus.FINISHED, 2);
    sized("shop", BackupStatus.FAILED, 3);
    sized("Shop", BackupStatus.FINISHED, 4);
    sized("shop", BackupStatus.FINISHED, 5);
    var going = sized("shop", BackupStatus.FINISHED, 6);
    removals.beginRemoval(going.id());
    backups.begin(pending("shop"));

    assertThat(backups.lastSizes("shop", 10)).containsExactly(5L, 2L, 1L);
    assertThat(backups.lastSizes("shop", 2)).containsExactly(5L, 2L);
    assertThat(backups.lastSizes("none", 10)).isEmpty();
  }

  private Backup sized(String label, BackupStatus status, long size) {
    var pending = pending(label);
    backups.begin(pending);
    var ended = ended(pending, status, newId());
    var sized = ended.with(ended.snapshot().toBuilder().sizeBytes(size).build());
    backups.finish(sized, report(sized), List.of());
    return sized;
  }

  @Test
  void theReportOfAStartIsWrittenWithTheBackupOrNotAtAll() {
    var first = pending("shop");
    assertThat(backups.begin(first, started(first))).isEmpty();
    var second = pending("shop");
    assertThat(backups.begin(second, started(second))).contains(first.id());

    var listed = reports.list(ReportQuery.newest(10)).results();
    assertThat(listed)
        .singleElement()
        .satisfies(
            r -> {
              assertThat(r.report().backupId()).isEqualTo(first.id());
              assertThat(r.report().event()).isEqualTo("backup_started");
              assertThat(r.deliveries()).hasSize(1);
            });
    assertThat(queue.isRunning(first.id())).isTrue();
    finish(first, BackupStatus.FINISHED);
    assertThat(queue.isRunning(first.id())).isFalse();
    assertThat(queue.isRunning(second.id())).isFalse();
  }

  private static Optional<ReportWithDeliveries> started(Backup pending) {
    var report = report(newId(), pending, "backup_started", "{}");
    var delivery = Samples.delivery(report.id(), "ping", NOW);
    return Optional.of(new ReportWithDeliveries(report, List.of(delivery)));
  }

  @Test
  void theLastEndOfALabelIsThatOfItsNewestBackupThatHasEnded() {
    assertThat(backups.lastEnd("shop")).isEmpty();
    for (var status : List.of(BackupStatus.FAILED, BackupStatus.FINISHED, BackupStatus.FAILED)) {
      var backup = pending("shop");
      var before = backups.lastEnd("shop");
      backups.begin(backup);
      assertThat(backups.lastEnd("shop")).isEqualTo(before);
      finish(backup, status);
      assertThat(backups.lastEnd("shop")).contains(status);
    }
    assertThat(backups.lastEnd("Shop")).isEmpty();
  }

  @Test
  void theStandingOfALabelIsWhatBecameOfItsBackups() {
    assertThat(backups.standing("shop")).isEqualTo(new Standing(null, 0, Optional.empty()));
    var before = pending("shop");
    backups.begin(before);
    finish(before, BackupStatus.FAILED);
    assertThat(backups.standing("shop").failures()).isEqualTo(1);
    assertThat(backups.standing("shop").lastFinishedAt()).isNull();
    var good = pending("shop");
    backups.begin(good);
    finish(good, BackupStatus.FINISHED);
    assertThat(backups.standing("shop").failures()).isZero();
    assertThat(backups.standing("shop").lastFailure()).isEmpty();
    var last = good;
    for (var i = 0; i < 2; i++) {
      last = pending("shop");
      backups.begin(last);
      finish(last, BackupStatus.FAILED);
    }
    backups.begin(pending("shop"));

    var standing = backups.standing("shop");

    var ended = backups.find(good.id()).orElseThrow().snapshot();
    assertThat(standing.lastFinishedAt()).isEqualTo(ended.finishedAt());
    assertThat(standing.failures()).isEqualTo(2);
    assertThat(standing.lastFailure().map(Standing.Failure::id)).contains(last.id());
    assertThat(backups.standing("Shop").failures()).isZero();
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

  @Test
  void longAndUnusualTextsComeBackWhole() {
    var error = "❌ `DROP TABLE` '\"\\ ".repeat(20_000);
    var backup = pending("shop");
    backups.begin(backup);
    var id = newId();
    var ended = ended(backup, BackupStatus.FAILED, id, error);
    var written = report(id, ended, "backup_report", "{\"Error\":\"" + error + "\"}");
    assertThat(backups.finish(ended, written, List.of())).isTrue();
    assertThat(backups.find(backup.id())).contains(ended);
    assertThat(reports.find(id)).contains(written);
  }

  @Test
  void timesComeBackExactlyToTheMicrosecond() {
    var backup = pending("shop");
    backups.begin(backup);
    for (var time :
        List.of(
            "2026-03-29T01:30:00.123456Z",
            "2026-03-29T02:30:00.000001Z",
            "2026-10-25T01:30:00.999999Z",
            "1970-01-01T00:00:01Z",
            "2038-01-19T03:14:08.5Z")) {
      var at = Instant.parse(time);
      var dump = dumpOf(backup);
      backups.dumped(
          backup.with(
              BackupReport.builder(dump.id(), dump.status(), dump.label(), dump.createdAt())
                  .startedAt(at)
                  .updatedAt(at)
                  .build()));
      var found = backups.find(backup.id()).orElseThrow().snapshot();
      assertThat(found.startedAt()).isEqualTo(at);
      assertThat(found.updatedAt()).isEqualTo(at);
    }
  }

  @Test
  void pagesAreCompleteAndWithoutDuplicatesWhileBackupsAreAdded() {
    var old = new ArrayList<UUID>();
    for (var i = 0; i < 25; i++) {
      var backup = pending("label " + i, "Local");
      backups.begin(backup);
      old.addFirst(backup.id());
    }
    var seen = new ArrayList<UUID>();
    @Nullable UUID after = null;
    do {
      var page = backups.list(new BackupQuery(10, after, null, null, null, null));
      page.results().forEach(b -> seen.add(b.id()));
      after = page.next();
      backups.begin(pending("added " + seen.size()));
    } while (after != null);
    assertThat(seen).containsExactlyElementsOf(old);
    assertThat(backups.list(BackupQuery.newest(28)).next()).isNull();
    assertThat(backups.list(BackupQuery.newest(27)).next()).isEqualTo(old.get(23));
  }

  @Test
  void backupsAreFilteredByStatusLabelAndTime() {
    var base = Instant.parse("2026-01-01T00:00:00Z");
    var first = at(base, "a");
    var second = at(base.plusMillis(1), "b");
    var third = at(base.plusMillis(2), "c");
    for (var backup : List.of(first, second, third)) {
      backups.begin(backup);
    }
    finish(second, BackupStatus.FAILED);
    assertThat(ids(null, null, null, null)).containsExactly(third.id(), second.id(), first.id());
    assertThat(ids(BackupStatus.FAILED, null, null, null)).containsExactly(second.id());
    assertThat(ids(BackupStatus.PENDING, "a", null, null)).containsExactly(first.id());
    assertThat(ids(null, "B", null, null)).isEmpty();
    assertThat(ids(null, null, base.plusMillis(1), null)).containsExactly(third.id(), second.id());
    assertThat(ids(null, null, base.plusNanos(1), base.plusNanos(1_000_001)))
        .containsExactly(second.id());
    assertThat(ids(null, null, null, base.plusMillis(1))).containsExactly(first.id());
    assertThat(ids(null, null, Instant.EPOCH.minusSeconds(1), null)).hasSize(3);
  }

  @Test
  void pendingBackupsAreFoundByTheirProcess() {
    var known = newId();
    var unknown = newId();
    nodes.beat(Samples.node(known));
    var ofKnown = pending(newId(), known, "a", "Local");
    var ofUnknown = pending(newId(), unknown, "b", "Local");
    var done = pending(newId(), unknown, "c");
    List.of(ofKnown, ofUnknown, done).forEach(backups::begin);
    finish(done, BackupStatus.FINISHED);
    assertThat(backups.pendingOf(List.of(known))).containsExactly(ofKnown);
    assertThat(backups.pendingOf(List.of(known, unknown))).containsExactly(ofKnown, ofUnknown);
    assertThat(backups.pendingOf(List.of())).isEmpty();
    assertThat(backups.pendingOfUnknownNodes()).containsExactly(ofUnknown);
  }

  private Backup finish(Backup backup, BackupStatus status, String... notifiers) {
    var id = newId();
    var ended = ended(backup, status, id);
    var deliveries = List.of(notifiers).stream().map(n -> Samples.delivery(id, n, NOW)).toList();
    assertThat(backups.finish(ended, report(id, ended, "backup_report", "{}"), deliveries))
        .isTrue();
    return ended;
  }

  private boolean tryToFinish(Backup backup) {
    var id = newId();
    var ended = ended(backup, BackupStatus.FAILED, id);
    return backups.finish(
        ended,
        report(id, ended, "backup_report", "{}"),
        List.of(Samples.delivery(id, "mail", NOW)));
  }

  private static BackupReport dumpOf(Backup backup) {
    return BackupReport.builder(
            backup.id(), BackupStatus.PENDING, backup.label(), timeOf(backup.id()))
        .dumpPath("/tmp/x.gz")
        .sizeBytes(12L)
        .sha256("ab".repeat(32))
        .startedAt(timeOf(backup.id()).plusMillis(3))
        .build();
  }

  private static Backup at(Instant time, String label) {
    var high = time.toEpochMilli() << 16 | 0x7000L | label.charAt(0);
    var id = new UUID(high, newId().getLeastSignificantBits());
    assertThat(Samples.isVersion7(id)).isTrue();
    return pending(id, NODE, label);
  }

  private List<UUID> ids(
      @Nullable BackupStatus status,
      @Nullable String label,
      @Nullable Instant since,
      @Nullable Instant until) {
    var page = backups.list(new BackupQuery(100, null, status, label, since, until));
    var ids = page.results().stream().map(Backup::id).toList();
    assertThat(new HashSet<>(ids)).hasSameSizeAs(ids);
    return ids;
  }
}
