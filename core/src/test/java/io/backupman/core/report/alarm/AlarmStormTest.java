package io.backupman.core.report.alarm;

import static io.backupman.core.report.alarm.AlarmFixture.AWAY;
import static io.backupman.core.report.alarm.AlarmFixture.HOUR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import io.backupman.core.notifier.ConfiguredNotifier;
import io.backupman.core.report.Delivery;
import io.backupman.core.report.DeliveryStatus;
import io.backupman.core.report.DeliveryTrigger;
import io.backupman.core.report.ReportPayload;
import io.backupman.core.report.ReportWithDeliveries;
import io.backupman.core.report.Route;
import io.backupman.core.testing.RecordingNotifier;
import io.backupman.notifier.spi.Notification;
import io.backupman.notifier.spi.Outage;
import io.backupman.notifier.spi.Receipt;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Many channels behind one outage: what is told of it, and what is not. */
class AlarmStormTest {
  private static final int CHANNELS = 8;
  private static final RecordingNotifier.Behaviour THERE = (n, d) -> Receipt.taken();

  private final List<RecordingNotifier> channels =
      IntStream.range(0, CHANNELS).mapToObj(i -> new RecordingNotifier("ops")).toList();
  private final AlarmFixture fixture =
      new AlarmFixture(
          Stream.concat(
                  Stream.of(Duration.ofSeconds(5)), Stream.generate(() -> HOUR.multipliedBy(5)))
              .limit(9)
              .toList(),
          IntStream.range(0, CHANNELS)
              .mapToObj(i -> channels.get(i).named("chat" + i))
              .toArray(ConfiguredNotifier[]::new));

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void nothingIsToldWhileNoDestinationCanBeReachedNorAfterwards() {
    channels.forEach(channel -> channel.behave(AWAY));
    fixture.report();
    fixture.pass(HOUR);
    fixture.minutes(5);
    assertThat(fixture.worker.reports(Notification.NOTIFIER_FAILING)).isEmpty();

    channels.forEach(channel -> channel.behave(THERE));
    fixture.pass(Duration.ofHours(3)); // the retries are five hours apart, but for a fifth
    for (var tens = 0; tens < 20; tens++) {
      fixture.pass(Duration.ofMinutes(10));
    }

    assertThat(fixture.worker.reports(Notification.NOTIFIER_FAILING)).isEmpty();
    assertThat(fixture.worker.reports(Notification.NOTIFIER_RECOVERED)).isEmpty();
    assertThat(channels).allSatisfy(c -> assertThat(events(c)).containsExactly("backup_report"));
    assertThat(fixture.worker.database.outages().all()).isEmpty();
  }

  @Test
  void whatIsStillAwayWhenTheOthersAreReachedAgainIsTold() {
    channels.forEach(channel -> channel.behave(AWAY));
    fixture.report();
    fixture.pass(HOUR);
    fixture.minutes(5);

    channels.stream().skip(2).forEach(channel -> channel.behave(THERE));
    fixture.pass(Duration.ofHours(6));
    fixture.minutes(5);

    assertThat(told(Notification.NOTIFIER_FAILING)).containsExactly(List.of("chat0", "chat1"));
    assertThat(channels.get(5).sent()).hasSize(2);
  }

  @Test
  void oneCauseIsOneMessageAndSoIsItsEnd() {
    others().forEach(channel -> channel.behave(AWAY));
    fixture.report();
    fixture.pass(HOUR);
    fixture.minutes(5);

    assertThat(told(Notification.NOTIFIER_FAILING))
        .singleElement()
        .asInstanceOf(LIST)
        .containsExactlyInAnyOrder("chat1", "chat2", "chat3", "chat4", "chat5", "chat6", "chat7");
    var alarm = working().sent().getLast().notification();
    assertThat(alarm.outages()).hasSize(7);
    assertThat(alarm.outage()).isEqualTo(alarm.outages().getFirst());
    assertThat(fixture.worker.reports(Notification.NOTIFIER_FAILING).getFirst().deliveries())
        .singleElement()
        .satisfies(d -> assertThat(d.notifier()).isEqualTo("chat0"));

    others().forEach(channel -> channel.behave(THERE));
    fixture.pass(Duration.ofHours(7));
    fixture.minutes(3);

    assertThat(events(working()))
        .containsExactly("backup_report", "notifier_failing", "notifier_recovered");
    assertThat(working().sent().getLast().notification().outages()).hasSize(7);
    assertThat(others()).allSatisfy(c -> assertThat(events(c)).containsExactly("backup_report"));
  }

  @Test
  void whatIsOverBeforeItWasToldIsNotToldNorIsItsEnd() {
    others().forEach(channel -> channel.behave(AWAY));
    fixture.report();
    fixture.pass(HOUR);
    working().behave(AWAY);
    fixture.minutes(3);
    var alarm = fixture.worker.reports(Notification.NOTIFIER_FAILING).getFirst();
    assertThat(alarm.deliveries()).allMatch(d -> d.status() == DeliveryStatus.PENDING);

    others().forEach(channel -> channel.behave(THERE));
    fixture.pass(Duration.ofHours(7));
    working().behave(THERE);
    fixture.minutes(10);

    assertThat(fixture.worker.reports(Notification.NOTIFIER_FAILING).getFirst().deliveries())
        .singleElement()
        .satisfies(d -> assertThat(d.status()).isEqualTo(DeliveryStatus.SKIPPED))
        .satisfies(d -> assertThat(d.lastError()).contains("is reached again"));
    assertThat(fixture.worker.reports(Notification.NOTIFIER_RECOVERED)).isEmpty();
    assertThat(events(working())).containsExactly("backup_report");
  }

  /** The working one was not known to be away, since nothing was sent to it. */
  @Test
  void anAlarmThatTheSameOutageHeldUpIsNotSentOnceTheOutageIsOver() {
    others().forEach(channel -> channel.behave(AWAY));
    fixture.report();
    working().behave(AWAY);
    fixture.pass(HOUR);
    fixture.minutes(3);
    assertThat(fixture.worker.reports(Notification.NOTIFIER_FAILING)).hasSize(1);

    channels.forEach(channel -> channel.behave(THERE));
    hasten(fixture.worker.reports(Notification.NOTIFIER_FAILING).getFirst());
    fixture.minutes(5);
    fixture.pass(Duration.ofHours(3)); // one that was reached first may have ended the alarm

    assertThat(events(working())).containsExactly("backup_report");
    assertThat(fixture.worker.reports(Notification.NOTIFIER_RECOVERED)).isEmpty();
    assertThat(others()).allSatisfy(c -> assertThat(events(c)).containsExactly("backup_report"));
  }

  @Test
  void whatGoesOnWhenTheOthersAreReachedAgainIsToldApart() {
    others().forEach(channel -> channel.behave(AWAY));
    fixture.report();
    fixture.pass(HOUR);
    fixture.minutes(5);

    others().stream().skip(1).forEach(channel -> channel.behave(THERE));
    fixture.pass(Duration.ofHours(7));
    fixture.minutes(10);

    assertThat(told(Notification.NOTIFIER_RECOVERED))
        .singleElement()
        .asInstanceOf(LIST)
        .containsExactlyInAnyOrder("chat2", "chat3", "chat4", "chat5", "chat6", "chat7");
    assertThat(told(Notification.NOTIFIER_FAILING).getFirst()).containsExactly("chat1");
    assertThat(events(working()))
        .containsExactly(
            "backup_report", "notifier_failing", "notifier_recovered", "notifier_failing");
  }

  @Test
  void whoAsksForAnAlarmThatIsOverGetsIt() {
    others().forEach(channel -> channel.behave(AWAY));
    fixture.report();
    fixture.pass(HOUR);
    working().behave(AWAY);
    fixture.minutes(3);
    channels.forEach(channel -> channel.behave(THERE));
    fixture.pass(Duration.ofHours(7));
    fixture.minutes(3);
    assertThat(events(working())).containsExactly("backup_report");

    var alarm = fixture.worker.reports(Notification.NOTIFIER_FAILING).getFirst().report();
    var route = List.of(new Route("chat0", "ops"));
    fixture
        .worker
        .database
        .reports()
        .add(
            Delivery.due(
                alarm.id(), route, DeliveryTrigger.RESEND, fixture.worker.clock.instant()));
    fixture.worker.settle();

    assertThat(events(working())).containsExactly("backup_report", "notifier_failing");
  }

  @Test
  void theEndOfWhatFailsAgainForAWhileIsToldAfterThat() {
    others().forEach(channel -> channel.behave(AWAY));
    fixture.report();
    fixture.pass(HOUR);
    fixture.minutes(5);
    working().behave(AWAY);
    others().forEach(channel -> channel.behave(THERE));
    fixture.pass(Duration.ofHours(7));
    fixture.minutes(5);
    var end = fixture.worker.reports(Notification.NOTIFIER_RECOVERED).getFirst();
    others().forEach(channel -> channel.behave(AWAY));
    fixture.report();

    working().behave(THERE);
    hasten(end);
    assertThat(events(working())).doesNotContain(Notification.NOTIFIER_RECOVERED);
    others().forEach(channel -> channel.behave(THERE));
    fixture.minutes(2);

    assertThat(events(working()))
        .containsOnlyOnce(Notification.NOTIFIER_FAILING, Notification.NOTIFIER_RECOVERED);
    assertThat(fixture.worker.database.outages().all()).isEmpty();
  }

  /** As time would. */
  private void hasten(ReportWithDeliveries alarm) {
    var next = alarm.deliveries().getFirst().nextAttemptAt();
    fixture.worker.clock.advance(
        Duration.between(fixture.worker.clock.instant(), Objects.requireNonNull(next)));
    fixture.worker.settle();
  }

  private RecordingNotifier working() {
    return channels.getFirst();
  }

  private List<RecordingNotifier> others() {
    return channels.subList(1, CHANNELS);
  }

  private static List<String> events(RecordingNotifier channel) {
    return channel.sent().stream().map(s -> s.notification().event()).toList();
  }

  /** The notifiers that each report of an event names. */
  private List<List<String>> told(String event) {
    return fixture.worker.reports(event).stream()
        .map(told -> ReportPayload.readOutages(told.report().payload()))
        .map(outages -> outages.stream().map(Outage::notifier).sorted().toList())
        .toList();
  }
}
