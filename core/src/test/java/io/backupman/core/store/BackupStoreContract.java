package io.backupman.core.store;

import static io.backupman.core.store.Samples.NODE;
import static io.backupman.core.store.Samples.dumpOf;
import static io.backupman.core.store.Samples.ended;
import static io.backupman.core.store.Samples.newId;
import static io.backupman.core.store.Samples.pending;
import static io.backupman.core.store.Samples.report;
import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.core.backup.Backup;
import io.backupman.core.backup.BackupQuery;
import io.backupman.core.backup.Standing;
import io.backupman.core.report.ReportQuery;
import io.backupman.core.report.ReportWithDeliveries;
import io.backupman.core.store.engine.DatabaseSettings;
import io.backupman.notifier.spi.BackupReport;
import io.backupman.notifier.spi.BackupStatus;
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
    try (var others = MigratedDatabase.open()) {
      assertThat(others.owner()).isNotEqualTo(database.owner()).isEqualTo(others.owner());
    }
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
