package io.backupman.core.report.alarm;

import static io.backupman.core.report.alarm.AlarmFixture.AWAY;
import static io.backupman.core.report.alarm.AlarmFixture.HOUR;
import static io.backupman.core.report.alarm.AlarmFixture.MINUTE;
import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.core.notifier.Notifiers;
import io.backupman.core.report.Delivery;
import io.backupman.core.testing.RecordingNotifier;
import io.backupman.notifier.spi.BackupStatus;
import io.backupman.notifier.spi.Outage;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of the reports with which it is found out whether a destination still fails. */
class ProbeTest {

  private final RecordingNotifier mail = new RecordingNotifier("Ann");
  private final RecordingNotifier chat = new RecordingNotifier("ops");
  private final AlarmFixture fixture =
      new AlarmFixture(
          AlarmFixture.usualDelays(),
          mail.named("mail"),
          chat.named("chat"),
          RecordingNotifier.missing("gone"));

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void anAlarmThatNobodyCanSendTriesNothing() {
    mailFailsSinceAnHour();
    fixture.minutes(10);
    var attempts = toMail().attemptCount();

    fixture.minutes(20);

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
                  fixture
                      .worker
                      .database
                      .outages()
                      .probe(
                          o,
                          fixture.worker.clock.instant(),
                          fixture.worker.clock.instant(),
                          fixture.worker.retries()));
      fixture.worker.settle();
      fixture.pass(MINUTE);
    }

    assertThat(toMail().attemptCount()).isEqualTo(fixture.worker.retries());
    assertThat(toMail().nextAttemptAt())
        .as("two hours, spread by a fifth, as after half an hour")
        .isBefore(fixture.worker.clock.instant().plus(Duration.ofMinutes(144)));
  }

  @Test
  void whoOnlyAnotherServerCanReachIsToldToo() {
    mail.behave(AWAY);
    var here =
        new Notifiers(List.of(mail.named("mail"), RecordingNotifier.missing("gone")), List.of());
    var onlyMail = new Notifiers(List.of(mail.named("mail")), List.of());
    fixture.worker.report("Shop", BackupStatus.FINISHED, onlyMail);
    fixture.worker.settle();
    var looking = fixture.alarm(() -> here, route -> route.notifier().equals("gone"));

    fixture.worker.clock.advance(HOUR);
    for (var minute = 0; minute < 3; minute++) {
      fixture.worker.clock.advance(MINUTE);
      looking.raise();
      fixture.worker.settle();
    }

    assertThat(fixture.deliveries()).extracting(Delivery::notifier).containsExactly("gone", "mail");
  }

  /** That the plugin of another one is missing was told before. */
  private void mailFailsSinceAnHour() {
    fixture.report();
    fixture.pass(HOUR);
    fixture.minutes(5);
    mail.behave(AWAY);
    fixture.report();
    fixture.pass(MINUTE);
    fixture.pass(Duration.ofMinutes(6));
    fixture.pass(Duration.ofMinutes(53));
    fixture.minutes(5);
    assertThat(outages()).extracting(Outage::notifier).containsOnly("gone", "mail");
    assertThat(chat.sent())
        .extracting(sent -> sent.notification().event())
        .containsExactly("backup_report", "notifier_failing", "backup_report", "notifier_failing");
  }

  private Stream<Outage> outages() {
    return fixture.worker.database.outages().all().stream().map(KnownOutage::outage);
  }

  private Delivery toMail() {
    return fixture
        .deliveries()
        .filter(d -> d.notifier().equals("mail") && d.attemptCount() > 1)
        .findFirst()
        .orElseThrow();
  }
}
