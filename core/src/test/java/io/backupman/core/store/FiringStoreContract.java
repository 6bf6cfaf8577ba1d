package io.backupman.core.store;

import static io.backupman.core.store.Samples.pending;
import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.core.backup.Backup;
import io.backupman.core.backup.BackupQuery;
import io.backupman.core.backup.FiringStore.Outcome;
import io.backupman.core.store.engine.DatabaseSettings;
import io.backupman.notifier.spi.BackupStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every database does for the firings of schedules. */
abstract class FiringStoreContract extends StoreContract {
  FiringStoreContract(DatabaseSettings settings) {
    super(settings);
  }

  @Test
  void aFiringIsTakenOnceTogetherWithItsBackup() {
    var backup = pending("shop", "Local");

    assertThat(fire(backup)).isEqualTo(Outcome.BEGUN);

    assertThat(backups.find(backup.id())).contains(backup);
    assertThat(fire(pending("shop"))).isEqualTo(Outcome.TAKEN);
    assertThat(firings.begin(pending("blog"), Optional.empty(), NOW)).isEqualTo(Outcome.BEGUN);
    assertThat(firings.last("shop")).contains(NOW);
    assertThat(firings.last("Shop")).isEmpty();
  }

  @Test
  void aFiringIsLeftOutWhileABackupOfTheLabelIsPending() {
    backups.begin(pending("shop"));

    assertThat(fire(pending("shop"))).isEqualTo(Outcome.LEFT_OUT);

    assertThat(firings.last("shop")).contains(NOW);
    assertThat(fire(pending("shop"))).isEqualTo(Outcome.TAKEN);
    assertThat(backups.list(new BackupQuery(9, null, null, "shop", null, null)).results())
        .hasSize(1);
  }

  @Test
  void ofManyThatFireTogetherExactlyOneBegins() throws Exception {
    for (var round = 0; round < 20; round++) {
      var label = "round " + round;

      var outcomes = together(4, () -> firings.begin(pending(label), Optional.empty(), NOW));

      assertThat(outcomes)
          .containsExactlyInAnyOrder(Outcome.BEGUN, Outcome.TAKEN, Outcome.TAKEN, Outcome.TAKEN);
    }
  }

  @Test
  void oldFiringsAreForgottenButForTheNewestOfEachLabel() {
    for (var second = 0; second < 5; second++) {
      fireAt("shop", NOW.plusSeconds(second));
    }
    fireAt("blog", NOW);

    assertThat(firings.forget(NOW.plusSeconds(3))).isEqualTo(3);

    assertThat(firings.last("shop")).contains(NOW.plusSeconds(4));
    assertThat(firings.forget(NOW.plusSeconds(60))).isEqualTo(1);
    assertThat(firings.last("shop")).contains(NOW.plusSeconds(4));
    assertThat(firings.last("blog")).contains(NOW);
  }

  private Outcome fire(Backup backup) {
    return firings.begin(backup, Optional.empty(), NOW);
  }

  private void fireAt(String label, Instant at) {
    var backup = pending(label);
    assertThat(firings.begin(backup, Optional.empty(), at)).isEqualTo(Outcome.BEGUN);
    var reportId = Samples.newId();
    var ended = Samples.ended(backup, BackupStatus.FINISHED, reportId);
    assertThat(backups.finish(ended, Samples.report(ended), List.of())).isTrue();
  }
}
