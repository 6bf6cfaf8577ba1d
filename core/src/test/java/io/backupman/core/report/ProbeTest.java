package io.backupman.core.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.backupman.core.notifier.ConfiguredNotifier;
import io.backupman.core.notifier.Notifiers;
import io.backupman.core.report.DeliveryWorker.NodeName;
import io.backupman.core.store.Database;
import io.backupman.core.store.DatabaseSettings;
import io.backupman.core.testing.RecordingNotifier;
import io.backupman.core.testing.Records;
import io.backupman.core.testing.SettableClock;
import io.backupman.notifier.spi.BackupStatus;
import io.backupman.notifier.spi.NotificationException;
import io.backupman.notifier.spi.Outage;
import io.backupman.notifier.spi.Subscription;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of the reports with which it is found out whether a destination still fails. */
class ProbeTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final RecordingNotifier.Behaviour AWAY =
      (n, d) -> {
        throw NotificationException.retryable("No route to host.");
      };

  private final Database database = Database.open(new DatabaseSettings.Memory());
  private final SettableClock clock = new SettableClock();
  private final RecordingNotifier mail = new RecordingNotifier("Ann");
  private final RecordingNotifier chat = new RecordingNotifier("ops");
  private final Notifiers notifiers =
      new Notifiers(List.of(mail.named("mail"), chat.named("chat"), missing()), List.of());
  private final RetrySchedule schedule =
      new RetrySchedule(
          Stream.of("5s", "5m", "30m", "2h", "5h", "10h", "10h", "24h", "48h", "96h")
              .map(text -> Duration.parse("PT" + text))
              .toList(),
          new Random(1));
  private final DeliveryWorker worker =
      new DeliveryWorker(
          database.reports(),
          () -> notifiers,
          schedule,
          8,
          new NodeName(UUID.randomUUID(), "node-1"),
          text -> text,
          clock);
  private final OutageAlarm alarm =
      new OutageAlarm(
          database.outages(),
          () -> notifiers,
          HOUR,
          schedule.retries(),
          clock,
          worker::leavesToOthers,
          worker::wake);

  @BeforeEach
  void start() {
    worker.start();
  }

  @AfterEach
  void close() {
    worker.stop(Duration.ofSeconds(5));
    database.close();
  }

  @Test
  void anAlarmThatNobodyCanSendTriesNothing() {
    mailFailsSinceAnHour();
    minutes(10);
    var attempts = toMail().attemptCount();

    minutes(20);

    assertThat(toMail().attemptCount()).isEqualTo(attempts);
  }

  @Test
  void aReportThatWasTriedOutOfTurnWaitsNoLongerAfterThat() {
    mailFailsSinceAnHour();
    for (var round = 0; round < 9; round++) {
      outages()
          .filter(o -> o.notifier().equals("mail"))
          .forEach(
              o ->
                  database
                      .outages()
                      .probe(o, clock.instant(), clock.instant(), schedule.retries()));
      settle();
      pass(MINUTE);
    }

    assertThat(toMail().attemptCount()).isEqualTo(schedule.retries());
    assertThat(toMail().nextAttemptAt())
        .as("two hours, spread by a fifth, as after half an hour")
        .isBefore(clock.instant().plus(Duration.ofMinutes(144)));
  }

  @Test
  void whoOnlyAnotherServerCanReachIsToldToo() {
    mail.behave(AWAY);
    var here = new Notifiers(List.of(mail.named("mail"), missing()), List.of());
    var onlyMail = new Notifiers(List.of(mail.named("mail")), List.of());
    Records.reported(database.backups(), onlyMail, "Shop", BackupStatus.FINISHED, clock.instant());
    settle();
    var looking =
        new OutageAlarm(
            database.outages(),
            () -> here,
            HOUR,
            schedule.retries(),
            clock,
            route -> route.notifier().equals("gone"),
            worker::wake);

    clock.advance(HOUR);
    for (var minute = 0; minute < 3; minute++) {
      clock.advance(MINUTE);
      looking.raise();
      settle();
    }

    assertThat(all()).extracting(Delivery::notifier).containsExactly("gone", "mail");
  }

  /** That the plugin of another one is missing was told before. */
  private void mailFailsSinceAnHour() {
    report();
    pass(HOUR);
    minutes(5);
    mail.behave(AWAY);
    report();
    pass(MINUTE);
    pass(Duration.ofMinutes(6));
    pass(Duration.ofMinutes(53));
    minutes(5);
    assertThat(outages()).extracting(Outage::notifier).containsOnly("gone", "mail");
    assertThat(chat.sent())
        .extracting(sent -> sent.notification().event())
        .containsExactly("backup_report", "notifier_failing", "backup_report", "notifier_failing");
  }

  private Stream<Outage> outages() {
    return database.outages().all().stream().map(KnownOutage::outage);
  }

  private static ConfiguredNotifier missing() {
    return new ConfiguredNotifier(
        "gone", "gone", "", true, Subscription.ALL, null, List.of(), "No plugin.");
  }

  private Delivery toMail() {
    return all()
        .filter(d -> d.notifier().equals("mail") && d.attemptCount() > 1)
        .findFirst()
        .orElseThrow();
  }

  private Stream<Delivery> all() {
    return database
        .reports()
        .list(new ReportQuery(99, null, null, null, null, null, null, null, null, null))
        .results()
        .stream()
        .flatMap(told -> told.deliveries().stream());
  }

  private void report() {
    Records.reported(database.backups(), notifiers, "Shop", BackupStatus.FINISHED, clock.instant());
    settle();
  }

  private void minutes(int count) {
    for (var minute = 0; minute < count; minute++) {
      pass(MINUTE);
    }
  }

  /** Time goes by, and what is due is done. */
  private void pass(Duration time) {
    clock.advance(time);
    alarm.raise();
    settle();
  }

  private void settle() {
    worker.wake();
    await()
        .until(
            () ->
                all()
                    .map(Delivery::nextAttemptAt)
                    .filter(Objects::nonNull)
                    .allMatch(clock.instant()::isBefore));
  }
}
