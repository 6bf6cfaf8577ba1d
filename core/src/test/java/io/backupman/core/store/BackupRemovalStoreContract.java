package io.backupman.core.store;

import static io.backupman.core.store.Samples.newId;
import static io.backupman.core.store.Samples.pending;
import static io.backupman.core.store.Samples.timeOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.core.backup.Backup;
import io.backupman.core.backup.BackupQuery;
import io.backupman.core.backup.BackupStore.Reopening;
import io.backupman.core.backup.RemovalStore;
import io.backupman.core.backup.RemovalStore.Replaced;
import io.backupman.core.report.ReportQuery;
import io.backupman.core.store.engine.DatabaseSettings;
import io.backupman.notifier.spi.BackupStatus;
import io.backupman.notifier.spi.DriveFile;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every database does for the records of backups that are removed. */
abstract class BackupRemovalStoreContract extends StoreContract {
  BackupRemovalStoreContract(DatabaseSettings settings) {
    super(settings);
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

  /** A backup that has begun and ended, as it was when it began. */
  private Backup ended(String label, BackupStatus status) {
    var backup = pending(label);
    backups.begin(backup);
    finish(backup, status);
    return backup;
  }

  private DriveFile begunWithCopyAt(String label, String path) {
    var pending = pending(label, "Local");
    var copy = pending.driveFiles().getFirst().toBuilder().path(path).build();
    backups.begin(pending.with(pending.snapshot().toBuilder().driveFiles(List.of(copy)).build()));
    return copy;
  }

  @Test
  void theDumpOfAFailedBackupIsKeptUntilItIsForgotten() {
    var first = ended("shop", BackupStatus.FAILED);
    var second = ended("shop", BackupStatus.FAILED);
    var good = ended("shop", BackupStatus.FINISHED);
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
    var failed = ended("shop", BackupStatus.FAILED);
    var finished = ended("shop", BackupStatus.FINISHED);
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
}
