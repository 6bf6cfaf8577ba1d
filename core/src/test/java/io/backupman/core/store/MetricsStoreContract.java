package io.backupman.core.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.core.backup.Backup;
import io.backupman.core.metrics.MetricsStore;
import io.backupman.core.metrics.Situation;
import io.backupman.core.metrics.Situation.LastBackup;
import io.backupman.core.metrics.WaitingDeliveries;
import io.backupman.core.notifier.Notifiers;
import io.backupman.core.report.Delivery;
import io.backupman.core.report.DeliveryTrigger;
import io.backupman.core.report.ReportFactory;
import io.backupman.core.report.Route;
import io.backupman.core.store.engine.DatabaseSettings;
import io.backupman.core.testing.Records;
import io.backupman.notifier.spi.BackupStatus;
import io.backupman.notifier.spi.OverdueBackup;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every database tells monitoring. */
abstract class MetricsStoreContract extends OutageContract {
  @SuppressWarnings("NullAway.Init")
  private MetricsStore metrics;

  MetricsStoreContract(DatabaseSettings settings) {
    super(settings);
  }

  @BeforeEach
  void openMetrics() {
    metrics = database.metrics();
  }

  @Test
  void whereNothingHappenedThereIsNothingToTell() {
    assertThat(metrics.situation(List.of("shop")))
        .isEqualTo(new Situation(List.of(), Set.of(), Set.of(), Set.of()));
    assertThat(metrics.situation(List.of()).last()).isEmpty();
    assertThat(metrics.waiting()).isEmpty();
  }

  @Test
  void theLastBackupOfEachDataSourceIsKnownByHowItEnded() {
    ended("shop", BackupStatus.FINISHED);
    var finished = ended("shop", BackupStatus.FINISHED);
    ended("shop", BackupStatus.FAILED);
    var failed = ended("shop", BackupStatus.FAILED);
    var other = ended("Shop", BackupStatus.FINISHED);
    ended("blog", BackupStatus.FINISHED);

    assertThat(metrics.situation(List.of("shop", "Shop", "new")).last())
        .containsExactlyInAnyOrder(last(finished), last(failed), last(other));
  }

  @Test
  void hundredsOfDataSourcesAreAskedForAtOnce() {
    var backups = new ArrayList<LastBackup>();
    var labels = IntStream.range(0, 120).mapToObj(i -> "source " + i).toList();
    for (var label : List.of(labels.getFirst(), labels.get(50), labels.getLast())) {
      backups.add(last(ended(label, BackupStatus.FINISHED)));
    }

    assertThat(metrics.situation(labels).last()).containsExactlyInAnyOrderElementsOf(backups);
  }

  @Test
  void whatRunsIsOverdueOrFailsIsKnown() {
    backups.begin(Samples.pending("news", "Disk"));
    var awaited = database.awaited().seen(Set.of("shop", "blog"), NOW);
    var overdue =
        new ReportFactory(() -> Notifiers.NONE, Clock.systemUTC())
            .overdue(OverdueBackup.builder("blog", NOW, NOW).build());
    awaited.stream()
        .filter(a -> a.label().equals("blog"))
        .forEach(a -> database.awaited().announce(a, overdue));
    toAnn("backup_report", 1);
    retry(claim(), NOW, "Refused.");

    var situation = metrics.situation(List.of());

    assertThat(situation.running()).containsExactly("news");
    assertThat(situation.overdue()).containsExactly("blog");
    assertThat(situation.failing()).containsExactly(new Route("chat", "Ann"));
    deliver(claim());
    assertThat(metrics.situation(List.of()).failing()).isEmpty();
  }

  @Test
  void whatWaitsIsCountedOnItsRouteWithTheOldest() {
    toAnn("backup_report", 3);
    var report = Samples.finished(database, "blog", BackupStatus.FAILED, "backup_report", NOW);
    reports.add(List.of(to(report, "mail", "Bob")));

    var claimed = Records.claim(queue, Samples.newId(), NOW, LATER, 4);

    var times = claimed.stream().map(c -> c.delivery().createdAt()).toList();
    assertThat(times).containsOnly(NOW);
    assertThat(metrics.waiting())
        .containsExactlyInAnyOrder(
            new WaitingDeliveries(new Route("chat", "Ann"), 3, NOW),
            new WaitingDeliveries(new Route("mail", "Bob"), 1, NOW));
  }

  @Test
  void theOldestIsTheOneThatWasMadeFirstWheneverItIsDue() {
    var report = Samples.finished(database, "shop", BackupStatus.FAILED, "backup_report", NOW);
    var route = List.of(new Route("chat", "Ann"));
    var trigger = DeliveryTrigger.RESEND;
    var hour = Duration.ofHours(1);
    reports.add(Delivery.due(report.id(), route, trigger, NOW.plus(hour)));
    reports.add(Delivery.due(report.id(), route, trigger, NOW));
    reports.add(Delivery.due(report.id(), route, trigger, NOW.plus(hour)));

    var first = claimAt(NOW, route.getFirst());
    queue.postpone(first, NOW.plus(hour.multipliedBy(9)), "Away.");

    assertThat(metrics.waiting()).containsExactly(new WaitingDeliveries(route.getFirst(), 3, NOW));
  }

  private Backup ended(String label, BackupStatus status) {
    var pending = Samples.pending(label, "Disk");
    assertThat(backups.begin(pending)).isEmpty();
    return finish(pending, status);
  }

  private static LastBackup last(Backup backup) {
    var begun = Samples.timeOf(backup.id());
    return new LastBackup(
        backup.label(), backup.status(), begun.plusMillis(9), Duration.ofMillis(7), 5_000_000_000L);
  }
}
