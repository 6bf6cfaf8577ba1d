package io.backupman.core.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;
import static org.awaitility.Awaitility.await;

import io.backupman.core.notifier.Notifiers;
import io.backupman.core.notifier.Notifiers.Target;
import io.backupman.core.report.DeliveryWorker.NodeName;
import io.backupman.core.report.ReportStore.ReportWithDeliveries;
import io.backupman.core.store.Database;
import io.backupman.core.store.DatabaseSettings;
import io.backupman.core.testing.RecordingNotifier;
import io.backupman.core.testing.Records;
import io.backupman.core.testing.SettableClock;
import io.backupman.notifier.spi.BackupStatus;
import io.backupman.notifier.spi.Notification;
import io.backupman.notifier.spi.NotificationException;
import io.backupman.notifier.spi.Outage;
import io.backupman.notifier.spi.Receipt;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Many channels behind one outage: what is told of it, and what is not. */
class AlarmStormTest {
  private static final int CHANNELS = 8;
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final RecordingNotifier.Behaviour AWAY =
      (n, d) -> {
        throw NotificationException.retryable("No route to host.");
      };
  private static final RecordingNotifier.Behaviour THERE = (n, d) -> Receipt.taken();

  private final Database database = Database.open(new DatabaseSettings.Memory());
  private final SettableClock clock = new SettableClock();
  private final List<RecordingNotifier> channels =
      IntStream.range(0, CHANNELS).mapToObj(i -> new RecordingNotifier("ops")).toList();
  private final Notifiers notifiers =
      new Notifiers(
          IntStream.range(0, CHANNELS).mapToObj(i -> channels.get(i).named("chat" + i)).toList(),
          List.of());
  private final RetrySchedule schedule =
      new RetrySchedule(
          Stream.concat(
                  Stream.of(Duration.ofSeconds(5)), Stream.generate(() -> HOUR.multipliedBy(5)))
              .limit(9)
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
  void nothingIsToldWhileNoDestinationCanBeReachedNorAfterwards() {
    channels.forEach(channel -> channel.behave(AWAY));
    report();
    pass(HOUR);
    minutes(5);
    assertThat(of(Notification.NOTIFIER_FAILING)).isEmpty();

    channels.forEach(channel -> channel.behave(THERE));
    pass(Duration.ofHours(3)); // the retries are five hours apart, but for a fifth
    for (var tens = 0; tens < 20; tens++) {
      pass(Duration.ofMinutes(10));
    }

    assertThat(of(Notification.NOTIFIER_FAILING)).isEmpty();
    assertThat(of(Notification.NOTIFIER_RECOVERED)).isEmpty();
    assertThat(channels).allSatisfy(c -> assertThat(events(c)).containsExactly("backup_report"));
    assertThat(database.outages().all()).isEmpty();
  }

  @Test
  void whatIsStillAwayWhenTheOthersAreReachedAgainIsTold() {
    channels.forEach(channel -> channel.behave(AWAY));
    report();
    pass(HOUR);
    minutes(5);

    channels.stream().skip(2).forEach(channel -> channel.behave(THERE));
    pass(Duration.ofHours(6));
    minutes(5);

    assertThat(told(Notification.NOTIFIER_FAILING)).containsExactly(List.of("chat0", "chat1"));
    assertThat(channels.get(5).sent()).hasSize(2);
  }

  @Test
  void oneCauseIsOneMessageAndSoIsItsEnd() {
    others().forEach(channel -> channel.behave(AWAY));
    report();
    pass(HOUR);
    minutes(5);

    assertThat(told(Notification.NOTIFIER_FAILING))
        .singleElement()
        .asInstanceOf(LIST)
        .containsExactlyInAnyOrder("chat1", "chat2", "chat3", "chat4", "chat5", "chat6", "chat7");
    var alarm = working().sent().getLast().notification();
    assertThat(alarm.outages()).hasSize(7);
    assertThat(alarm.outage()).isEqualTo(alarm.outages().getFirst());
    assertThat(of(Notification.NOTIFIER_FAILING).getFirst().deliveries())
        .singleElement()
        .satisfies(d -> assertThat(d.notifier()).isEqualTo("chat0"));

    others().forEach(channel -> channel.behave(THERE));
    pass(Duration.ofHours(7));
    minutes(3);

    assertThat(events(working()))
        .containsExactly("backup_report", "notifier_failing", "notifier_recovered");
    assertThat(working().sent().getLast().notification().outages()).hasSize(7);
    assertThat(others()).allSatisfy(c -> assertThat(events(c)).containsExactly("backup_report"));
  }

  @Test
  void whatIsOverBeforeItWasToldIsNotToldNorIsItsEnd() {
    others().forEach(channel -> channel.behave(AWAY));
    report();
    pass(HOUR);
    working().behave(AWAY);
    minutes(3);
    var alarm = of(Notification.NOTIFIER_FAILING).getFirst();
    assertThat(alarm.deliveries()).allMatch(d -> d.status() == DeliveryStatus.PENDING);

    others().forEach(channel -> channel.behave(THERE));
    pass(Duration.ofHours(7));
    working().behave(THERE);
    minutes(10);

    assertThat(of(Notification.NOTIFIER_FAILING).getFirst().deliveries())
        .singleElement()
        .satisfies(d -> assertThat(d.status()).isEqualTo(DeliveryStatus.SKIPPED))
        .satisfies(d -> assertThat(d.lastError()).contains("is reached again"));
    assertThat(of(Notification.NOTIFIER_RECOVERED)).isEmpty();
    assertThat(events(working())).containsExactly("backup_report");
  }

  /** The working one was not known to be away, since nothing was sent to it. */
  @Test
  void anAlarmThatTheSameOutageHeldUpIsNotSentOnceTheOutageIsOver() {
    others().forEach(channel -> channel.behave(AWAY));
    report();
    working().behave(AWAY);
    pass(HOUR);
    minutes(3);
    assertThat(of(Notification.NOTIFIER_FAILING)).hasSize(1);

    channels.forEach(channel -> channel.behave(THERE));
    hasten(of(Notification.NOTIFIER_FAILING).getFirst());
    minutes(5);
    pass(Duration.ofHours(3)); // one that was reached first may have ended the alarm

    assertThat(events(working())).containsExactly("backup_report");
    assertThat(of(Notification.NOTIFIER_RECOVERED)).isEmpty();
    assertThat(others()).allSatisfy(c -> assertThat(events(c)).containsExactly("backup_report"));
  }

  @Test
  void whatGoesOnWhenTheOthersAreReachedAgainIsToldApart() {
    others().forEach(channel -> channel.behave(AWAY));
    report();
    pass(HOUR);
    minutes(5);

    others().stream().skip(1).forEach(channel -> channel.behave(THERE));
    pass(Duration.ofHours(7));
    minutes(10);

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
    report();
    pass(HOUR);
    working().behave(AWAY);
    minutes(3);
    channels.forEach(channel -> channel.behave(THERE));
    pass(Duration.ofHours(7));
    minutes(3);
    assertThat(events(working())).containsExactly("backup_report");

    var alarm = of(Notification.NOTIFIER_FAILING).getFirst().report();
    var target = List.of(new Target("chat0", Optional.of("ops")));
    database
        .reports()
        .add(Reports.deliveries(alarm.id(), target, DeliveryTrigger.RESEND, clock.instant()));
    settle();

    assertThat(events(working())).containsExactly("backup_report", "notifier_failing");
  }

  @Test
  void theEndOfWhatFailsAgainForAWhileIsToldAfterThat() {
    others().forEach(channel -> channel.behave(AWAY));
    report();
    pass(HOUR);
    minutes(5);
    working().behave(AWAY);
    others().forEach(channel -> channel.behave(THERE));
    pass(Duration.ofHours(7));
    minutes(5);
    var end = of(Notification.NOTIFIER_RECOVERED).getFirst();
    others().forEach(channel -> channel.behave(AWAY));
    report();

    working().behave(THERE);
    hasten(end);
    assertThat(events(working())).doesNotContain(Notification.NOTIFIER_RECOVERED);
    others().forEach(channel -> channel.behave(THERE));
    minutes(2);

    assertThat(events(working()))
        .containsOnlyOnce(Notification.NOTIFIER_FAILING, Notification.NOTIFIER_RECOVERED);
    assertThat(database.outages().all()).isEmpty();
  }

  /** As time would. */
  private void hasten(ReportWithDeliveries alarm) {
    var next = alarm.deliveries().getFirst().nextAttemptAt();
    clock.advance(Duration.between(clock.instant(), Objects.requireNonNull(next)));
    settle();
  }

  private RecordingNotifier working() {
    return channels.getFirst();
  }

  private List<RecordingNotifier> others() {
    return channels.subList(1, CHANNELS);
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
                of(null).stream()
                    .flatMap(told -> told.deliveries().stream())
                    .map(Delivery::nextAttemptAt)
                    .noneMatch(next -> next != null && !clock.instant().isBefore(next)));
  }

  private void report() {
    Records.reported(database.backups(), notifiers, "Shop", BackupStatus.FINISHED, clock.instant());
    settle();
  }

  private static List<String> events(RecordingNotifier channel) {
    return channel.sent().stream().map(s -> s.notification().event()).toList();
  }

  /** The notifiers that each report of an event names. */
  private List<List<String>> told(String event) {
    return of(event).stream()
        .map(told -> ReportPayload.readOutages(told.report().payload()))
        .map(outages -> outages.stream().map(Outage::notifier).sorted().toList())
        .toList();
  }

  private List<ReportWithDeliveries> of(@Nullable String event) {
    return database
        .reports()
        .list(new ReportQuery(99, null, event, null, null, null, null, null, null, null))
        .results();
  }
}
