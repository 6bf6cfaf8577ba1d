package io.backupman.core.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.core.notifier.Notifiers;
import io.backupman.core.report.ReportFactory;
import io.backupman.core.report.ReportPayload;
import io.backupman.core.report.ReportQuery;
import io.backupman.core.report.ReportWithDeliveries;
import io.backupman.core.schedule.CronExpression;
import io.backupman.core.schedule.CronSchedule;
import io.backupman.core.store.Database;
import io.backupman.core.testing.RecordingNotifier;
import io.backupman.core.testing.Records;
import io.backupman.core.testing.SettableClock;
import io.backupman.notifier.spi.BackupStatus;
import io.backupman.notifier.spi.Notification;
import io.backupman.notifier.spi.OverdueBackup;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When somebody is told that a backup is overdue. */
class OverdueAlarmTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private final SettableClock clock = new SettableClock();
  private final BackupBench bench = new BackupBench(clock);
  private final Database database = bench.database;
  private final AtomicInteger woken = new AtomicInteger();
  private final Set<String> running = new HashSet<>();
  private Notifiers notifiers =
      new Notifiers(List.of(new RecordingNotifier("Ann").named("chat")), List.of());

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void anHourAfterTheSecondTimeSinceTheLastFinishedOne() {
    var alarm = alarm(schedule("@daily", null));
    var midnight = clock.instant().truncatedTo(ChronoUnit.DAYS).plus(Duration.ofDays(1));
    clock.advance(Duration.between(clock.instant(), midnight.plus(Duration.ofMinutes(5))));
    ended(BackupStatus.FINISHED);
    var last = clock.instant();
    alarm.raise();
    clock.advance(Duration.ofDays(1));
    ended(BackupStatus.FAILED);
    alarm.raise();
    var due = midnight.plus(Duration.ofDays(2)).plus(HOUR);
    clock.advance(Duration.between(clock.instant(), due));
    alarm.raise();
    assertThat(tellings()).isEmpty();

    clock.advance(Duration.ofMillis(1));
    alarm.raise();
    clock.advance(Duration.ofDays(9));
    alarm.raise();

    assertThat(tellings()).hasSize(1);
    var told = tellings().getFirst();
    assertThat(told.report().label()).isEqualTo("Shop");
    assertThat(told.report().status()).isEqualTo("failed");
    assertThat(told.report().backupId()).isNull();
    assertThat(told.deliveries()).hasSize(1);
    var said = payload(told);
    assertThat(said.lastFinishedAt()).isEqualTo(last);
    assertThat(said.since()).isEqualTo(last);
    assertThat(said.dueAt()).isEqualTo(due);
    assertThat(said.failures()).isEqualTo(1);
    assertThat(woken).hasValue(1);
  }

  @Test
  void aNewInstallationIsGivenTimeForItsFirst() {
    var alarm = alarm(schedule("@daily", HOUR));
    alarm.raise();
    var known = clock.instant();
    clock.advance(HOUR);
    alarm.raise();
    assertThat(tellings()).isEmpty();

    clock.advance(Duration.ofMinutes(1));
    alarm.raise();

    assertThat(payload(tellings().getFirst())).isEqualTo(shop(known, known.plus(HOUR)).build());
  }

  @Test
  void itSaysWhyTheLastTryFailed() {
    var last = ended(BackupStatus.FINISHED);
    var alarm = alarm(schedule("@daily", HOUR));
    alarm.raise();
    clock.advance(Duration.ofMinutes(10));
    bench.failed("Shop", "The first reason.");
    clock.advance(Duration.ofMinutes(10));
    var failed = bench.failed("Shop", "Access denied.");
    clock.advance(HOUR);

    alarm.raise();

    var told = payload(tellings().getFirst());
    assertThat(told.lastFinishedAt()).isEqualTo(last);
    assertThat(told.failures()).isEqualTo(2);
    assertThat(told.lastFailedId()).isEqualTo(failed.id());
    assertThat(told.lastFailedAt()).isEqualTo(clock.instant().minus(HOUR));
    assertThat(told.lastError()).isEqualTo("Access denied.");
  }

  @Test
  void onceForEachTimeOfTroubleAlsoAfterARestart() {
    alarm(schedule("@daily", HOUR)).raise();
    clock.advance(HOUR.plusSeconds(1));
    alarm(schedule("@daily", HOUR)).raise();
    alarm(schedule("@daily", HOUR)).raise();
    assertThat(tellings()).hasSize(1);

    ended(BackupStatus.FINISHED);
    alarm(schedule("@daily", HOUR)).raise();
    assertThat(tellings()).hasSize(1);
    clock.advance(HOUR.plusSeconds(1));
    alarm(schedule("@daily", HOUR)).raise();
    assertThat(tellings()).hasSize(2);
  }

  @Test
  void withoutNotifiersItStandsInTheHistory() {
    notifiers = Notifiers.NONE;
    alarm(schedule("@daily", HOUR)).raise();
    clock.advance(HOUR.plusSeconds(1));

    alarm(schedule("@daily", HOUR)).raise();

    assertThat(tellings()).hasSize(1);
    assertThat(tellings().getFirst().deliveries()).isEmpty();
  }

  @Test
  void nothingIsOverdueWithoutASchedule() {
    alarm(schedule("@daily", HOUR)).raise();
    clock.advance(Duration.ofDays(3));

    alarm(List.of()).raise();

    assertThat(tellings()).isEmpty();
  }

  @Test
  void nothingIsOverdueWhileABackupRunsForNoLongerThanItMay() {
    var alarm = alarm(schedule("0 0 3 * * *", Duration.ofDays(1)));
    alarm.raise();
    clock.advance(Duration.ofHours(26));
    running.add("Shop");
    alarm.raise();
    assertThat(tellings()).isEmpty();

    running.clear();
    alarm.raise();

    assertThat(tellings()).hasSize(1);
  }

  private static CronSchedule schedule(String cron, @Nullable Duration overdueAfter) {
    return new CronSchedule(
        "Shop", CronExpression.parse(cron), ZoneOffset.UTC, false, overdueAfter);
  }

  private OverdueAlarm alarm(CronSchedule schedule) {
    return alarm(List.of(schedule));
  }

  private OverdueAlarm alarm(List<CronSchedule> schedules) {
    return new OverdueAlarm(
        database.awaited(),
        schedules,
        database.backups()::standing,
        new ReportFactory(() -> notifiers, clock),
        "db-host",
        clock,
        woken::incrementAndGet,
        running::contains);
  }

  private static OverdueBackup.Builder shop(Instant since, Instant due) {
    return OverdueBackup.builder("Shop", since, due)
        .failures(0)
        .host("db-host")
        .timeZone(ZoneOffset.UTC);
  }

  private Instant ended(BackupStatus status) {
    var now = clock.instant();
    return Records.reported(database.backups(), Notifiers.NONE, "Shop", status, now).createdAt();
  }

  private static OverdueBackup payload(ReportWithDeliveries told) {
    return ReportPayload.readOverdue(told.report().payload());
  }

  private List<ReportWithDeliveries> tellings() {
    var overdue = Notification.BACKUP_OVERDUE;
    return database
        .reports()
        .list(new ReportQuery(99, null, overdue, null, null, null, null, null, null, null))
        .results();
  }
}
