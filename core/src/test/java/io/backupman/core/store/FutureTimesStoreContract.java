package io.backupman.core.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.core.backup.Backup;
import io.backupman.core.notifier.Notifiers;
import io.backupman.core.report.Attempt;
import io.backupman.core.report.Delivery;
import io.backupman.core.report.DeliveryStatus;
import io.backupman.core.report.Report;
import io.backupman.core.report.Route;
import io.backupman.core.report.delivery.DeliveryQueue.Claim;
import io.backupman.core.store.engine.DatabaseSettings;
import io.backupman.core.testing.RecordingNotifier;
import io.backupman.core.testing.Records;
import io.backupman.notifier.spi.BackupStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every database does after a clock that was ten days ahead was set right. */
abstract class FutureTimesStoreContract extends StoreContract {
  private static final Instant AHEAD = NOW.plus(Duration.ofDays(10));
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration DAY = Duration.ofDays(1);

  FutureTimesStoreContract(DatabaseSettings settings) {
    super(settings);
  }

  @Test
  void aDeliveryThatWasTriedInTheFutureIsDueAfterTheWaitThatWasMeant() {
    var report = Samples.finished(database, "shop", NOW, "chat");
    failedAt(AHEAD, claim(), AHEAD.plusSeconds(300));

    assertThat(pullIn()).isEqualTo(1);

    assertThat(due(report)).isEqualTo(NOW.plusSeconds(300));
    assertThat(database.deliveryQueue().waiting().getFirst().dueAt())
        .isEqualTo(NOW.plusSeconds(300));
    assertThat(pullIn()).isZero();
  }

  @Test
  void aReportThatWasWrittenInTheFutureIsDueNow() {
    var written =
        Records.reported(
            backups,
            new Notifiers(List.of(new RecordingNotifier("Ann").named("chat")), List.of()),
            "shop",
            BackupStatus.FAILED,
            AHEAD);

    assertThat(pullIn()).isEqualTo(1);

    assertThat(due(written)).isEqualTo(NOW);
  }

  @Test
  void whatIsNotFartherAwayThanItsScheduleAllowsStays() {
    var report = Samples.finished(database, "shop", NOW, "chat");
    failedAt(NOW.minus(HOUR), claim(), NOW.plus(DAY));

    assertThat(pullIn()).isZero();

    assertThat(due(report)).isEqualTo(NOW.plus(DAY));
  }

  @Test
  void whatIsFartherAwayThanItsScheduleAllowsIsPulledInToIt() {
    var report = Samples.finished(database, "shop", NOW, "chat");
    failedAt(NOW.minus(HOUR), claim(), AHEAD);

    assertThat(pullIn()).isEqualTo(1);

    assertThat(due(report)).isEqualTo(NOW.plus(DAY));
  }

  @Test
  void howeverManyWereTriedInTheFutureAllArePulledIn() {
    var report = Samples.finished(database, "shop", NOW);
    reports.add(
        Stream.generate(() -> Samples.delivery(report.id(), "chat", AHEAD)).limit(1_100).toList());

    assertThat(pullIn()).isEqualTo(1_100);

    assertThat(reports.deliveries(report.id()))
        .extracting(Delivery::nextAttemptAt)
        .containsOnly(NOW);
  }

  @Test
  void whatIsBeingSentIsLeftToItsSender() {
    Samples.finished(database, "shop", NOW, "chat");
    queue.claim(Samples.NODE, route(), NOW, AHEAD, 1);

    assertThat(pullIn()).isZero();
  }

  @Test
  void aTimeThatHasFiredTooEarlyFiresAgain() {
    var early = NOW.plus(DAY);
    firings.begin(Samples.pending("shop"), Optional.empty(), NOW);
    firings.begin(Samples.pending("blog"), Optional.empty(), early);
    backups.pendingOfUnknownNodes().forEach(this::finish);

    pullIn();

    assertThat(firings.last("shop")).contains(NOW);
    assertThat(firings.last("blog")).isEmpty();
  }

  @Test
  void alarmsCountFromNow() {
    Samples.finished(database, "shop", NOW, "chat");
    failedAt(AHEAD, claim(), AHEAD);
    database.awaited().seen(Set.of("shop"), AHEAD);

    pullIn();

    assertThat(outages.all()).extracting(known -> known.outage().since()).containsExactly(NOW);
    assertThat(database.awaited().seen(Set.of("shop"), NOW).getFirst().since())
        .isBeforeOrEqualTo(NOW);
  }

  private int pullIn() {
    return database.futureTimes().pullIn(NOW, attempt -> DAY);
  }

  private Route route() {
    return queue.waiting().getFirst().route();
  }

  private Claim claim() {
    return queue.claim(Samples.NODE, route(), NOW, NOW.plus(HOUR), 1).getFirst();
  }

  private void failedAt(Instant at, Claim claim, Instant next) {
    var attempt =
        new Attempt(1, at, Duration.ofSeconds(1), Attempt.Outcome.RETRY, 503, "Busy.", "node-1");
    assertThat(queue.record(claim, attempt, DeliveryStatus.PENDING, next)).isTrue();
  }

  private Instant due(Report report) {
    return reports.deliveries(report.id()).stream()
        .map(Delivery::nextAttemptAt)
        .flatMap(Stream::ofNullable)
        .findFirst()
        .orElseThrow();
  }

  private void finish(Backup pending) {
    var id = Samples.newId();
    var ended = Samples.ended(pending, BackupStatus.FINISHED, id);
    backups.finish(ended, Samples.report(id, ended, "backup_report", "{}"), List.of());
  }
}
