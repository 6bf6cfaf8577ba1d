package io.backupman.core.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.core.backup.AwaitedStore;
import io.backupman.core.backup.AwaitedStore.Awaited;
import io.backupman.core.backup.OverdueAlarm;
import io.backupman.core.backup.Standing;
import io.backupman.core.notifier.Notifiers;
import io.backupman.core.report.Delivery;
import io.backupman.core.report.DeliveryStatus;
import io.backupman.core.report.DeliveryTrigger;
import io.backupman.core.report.ReportFactory;
import io.backupman.core.report.ReportQuery;
import io.backupman.core.report.ReportWithDeliveries;
import io.backupman.core.schedule.CronExpression;
import io.backupman.core.schedule.CronSchedule;
import io.backupman.core.store.engine.DatabaseSettings;
import io.backupman.core.testing.RecordingNotifier;
import io.backupman.core.testing.Records;
import io.backupman.core.testing.SettableClock;
import io.backupman.notifier.spi.BackupStatus;
import io.backupman.notifier.spi.Notification;
import io.backupman.notifier.spi.OverdueBackup;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every database does for the records of awaited backups. */
abstract class AwaitedStoreContract extends StoreContract {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration DAY = Duration.ofDays(1);
  private static final Notifiers NOTIFIERS =
      new Notifiers(List.of(new RecordingNotifier("Ann", "Bob").named("chat")), List.of());

  @SuppressWarnings("NullAway.Init")
  private AwaitedStore awaited;

  AwaitedStoreContract(DatabaseSettings settings) {
    super(settings);
  }

  @BeforeEach
  void openAwaited() {
    awaited = database.awaited();
  }

  @Test
  void aScheduleIsKnownSinceItWasSeenFirst() {
    assertThat(awaited.seen(Set.of("shop"), NOW))
        .containsExactly(new Awaited("shop", NOW, null, false));

    assertThat(awaited.seen(Set.of("shop", "Shop"), NOW.plus(DAY)))
        .containsExactlyInAnyOrder(
            new Awaited("shop", NOW, null, false), new Awaited("Shop", NOW.plus(DAY), null, false));
  }

  @Test
  void theNewestFinishedBackupIsKnownThoughItCameBeforeTheSchedule() {
    ended(BackupStatus.FINISHED, NOW);
    ended(BackupStatus.FINISHED, NOW.plusSeconds(5));
    ended(BackupStatus.FAILED, NOW.plusSeconds(9));

    var found = seen(NOW.plus(HOUR));

    assertThat(found).isEqualTo(new Awaited("shop", NOW.plus(HOUR), NOW.plusSeconds(5), false));
    assertThat(found.since()).isEqualTo(NOW.plus(HOUR));
  }

  @Test
  void theEndOfABackupCountsIfItHasFinishedAlsoOnceItsRecordIsGone() {
    seen(NOW);
    var finished = ended(BackupStatus.FINISHED, NOW.plusSeconds(5));
    ended(BackupStatus.FAILED, NOW.plusSeconds(9));
    assertThat(removals.forget(finished)).isTrue();

    var found = seen(NOW.plus(HOUR));

    assertThat(found).isEqualTo(new Awaited("shop", NOW, NOW.plusSeconds(5), false));
    assertThat(found.since()).isEqualTo(NOW.plusSeconds(5));
  }

  @Test
  void thatOneIsOverdueIsToldOnceHoweverManyLook() throws Exception {
    var found = seen(NOW);

    var answers = together(8, () -> awaited.announce(found, told()));

    assertThat(answers).filteredOn(first -> first).hasSize(1);
    assertThat(tellings()).hasSize(1);
    assertThat(tellings().getFirst().deliveries()).hasSize(2);
    assertThat(seen(NOW.plus(DAY))).isEqualTo(new Awaited("shop", NOW, null, true));
  }

  @Test
  void manyServersThatLookTogetherTellItOnceInEachTimeOfTrouble() throws Exception {
    var clock = new SettableClock();
    var schedule =
        new CronSchedule("shop", CronExpression.parse("@daily"), ZoneOffset.UTC, false, HOUR);
    for (var round = 1; round <= 5; round++) {
      together(4, () -> look(schedule, clock));
      assertThat(tellings()).hasSize(round - 1);
      clock.advance(HOUR.plusSeconds(1));
      together(4, () -> look(schedule, clock));
      assertThat(tellings()).hasSize(round);
      clock.advance(Duration.ofSeconds(1));
      ended(BackupStatus.FINISHED, clock.instant());
    }
  }

  @Test
  void whatHasFinishedMeanwhileIsNotOverdue() {
    var found = seen(NOW);
    ended(BackupStatus.FINISHED, NOW.plusSeconds(5));

    assertThat(awaited.announce(found, told())).isFalse();

    assertThat(tellings()).isEmpty();
    assertThat(seen(NOW).announced()).isFalse();
  }

  @Test
  void thatOneHasFinishedEndsTheTroubleAndThatOneHasFailedDoesNot() {
    assertThat(awaited.announce(seen(NOW), told())).isTrue();
    ended(BackupStatus.FAILED, NOW.plusSeconds(5));
    assertThat(seen(NOW).announced()).isTrue();

    ended(BackupStatus.FINISHED, NOW.plusSeconds(9));

    var found = seen(NOW);
    assertThat(found.announced()).isFalse();
    assertThat(awaited.announce(found, told())).isTrue();
    assertThat(tellings()).hasSize(2);
  }

  @Test
  void whatWaitsToTellThatOneIsOverdueIsSkippedWhenOneHasFinished() {
    awaited.announce(seen(NOW), told());
    var alarm = tellings().getFirst().report();
    var again =
        Delivery.due(UUID.randomUUID(), alarm.id(), "chat", "Ann", DeliveryTrigger.RESEND, NOW);
    reports.add(List.of(again));
    ended(BackupStatus.FAILED, NOW.plusSeconds(5));
    assertThat(queue.isOverdue(alarm.id())).isTrue();
    assertThat(tellings().getFirst().deliveries())
        .allMatch(d -> d.status() == DeliveryStatus.PENDING);

    ended(BackupStatus.FINISHED, NOW.plusSeconds(9));

    assertThat(queue.isOverdue(alarm.id())).isFalse();
    assertThat(tellings().getFirst().deliveries())
        .allSatisfy(
            d ->
                assertThat(d.status())
                    .isEqualTo(
                        d.id().equals(again.id())
                            ? DeliveryStatus.PENDING
                            : DeliveryStatus.SKIPPED))
        .hasSize(3);
  }

  @Test
  void aScheduleThatNobodyHasHadForADayIsForgotten() {
    awaited.seen(Set.of("shop", "blog"), NOW);
    awaited.seen(Set.of("blog"), NOW.plus(DAY));
    assertThat(seen(NOW.plus(DAY)).knownSince()).as("another server has it").isEqualTo(NOW);

    awaited.seen(Set.of("blog"), NOW.plus(DAY).plus(DAY).plusMillis(1));

    var again = NOW.plus(DAY).plus(DAY).plus(HOUR);
    assertThat(seen(again).knownSince()).isEqualTo(again);
  }

  @Test
  void aScheduleIsNotForgottenBecauseNothingRanForLong() {
    seen(NOW);
    assertThat(seen(NOW.plus(Duration.ofDays(30))).knownSince()).isEqualTo(NOW);
  }

  private boolean look(CronSchedule schedule, SettableClock clock) {
    new OverdueAlarm(
            awaited,
            List.of(schedule),
            label -> new Standing(null, 0, Optional.empty()),
            new ReportFactory(() -> NOTIFIERS, clock),
            "db-host",
            clock,
            () -> {},
            label -> false)
        .raise();
    return true;
  }

  private Awaited seen(Instant now) {
    return awaited.seen(Set.of("shop"), now).getFirst();
  }

  private UUID ended(BackupStatus status, Instant now) {
    var report = Records.reported(backups, Notifiers.NONE, "shop", status, now);
    return Objects.requireNonNull(report.backupId());
  }

  private static ReportWithDeliveries told() {
    return new ReportFactory(() -> NOTIFIERS, Clock.fixed(NOW, ZoneOffset.UTC))
        .overdue(OverdueBackup.builder("shop", NOW, NOW).build());
  }

  private List<ReportWithDeliveries> tellings() {
    var overdue = Notification.BACKUP_OVERDUE;
    return reports
        .list(new ReportQuery(99, null, overdue, null, null, null, null, null, null, null))
        .results();
  }
}
