package io.backupman.core.report.alarm;

import static io.backupman.core.report.alarm.AlarmFixture.HOUR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.backupman.core.node.ThisNode;
import io.backupman.core.report.DeliveryStatus;
import io.backupman.core.report.ReportPayload;
import io.backupman.core.report.ReportWithDeliveries;
import io.backupman.core.report.Route;
import io.backupman.core.report.delivery.RunningWorker;
import io.backupman.core.testing.RecordingNotifier;
import io.backupman.notifier.spi.BackupStatus;
import io.backupman.notifier.spi.Notification;
import io.backupman.notifier.spi.NotificationException;
import io.backupman.notifier.spi.Outage;
import io.backupman.notifier.spi.Subscription;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who is told when a destination is dead, and when it is there again. */
class OutageAlarmTest {
  private static final Subscription ONLY_FAILED =
      new Subscription(Set.of(BackupStatus.FAILED), Set.of());

  private final NotificationException refused = NotificationException.retryable("Refused.");

  private final RecordingNotifier chat = new RecordingNotifier("Ann", "Bob");
  private final RecordingNotifier mail = new RecordingNotifier("Carl", "Dora");
  private final RecordingNotifier log = new RecordingNotifier("log");
  private final AlarmFixture fixture = new AlarmFixture(List.of(Duration.ofSeconds(5), HOUR));
  private final RunningWorker worker = fixture.worker;

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void tellsAllOthersOnceOfADestinationThatFailsForLongAndOnceThatItHasRecovered() {
    worker.use(chat.named("chat"), mail.named("mail", ONLY_FAILED), log.named("log"));
    chat.fails("Ann", NotificationException.retryable("Ann is away."));
    var since = worker.clock.instant();
    var report = worker.report(BackupStatus.FINISHED);
    await().until(() -> worker.attempts(report, "Ann") == 1);
    fixture.raise();
    worker.clock.advance(Duration.ofMinutes(59));
    fixture.raise();
    assertThat(worker.reports(Notification.NOTIFIER_FAILING)).isEmpty();

    worker.clock.advance(Duration.ofMinutes(2));
    fixture.look();
    fixture.look();

    var told = worker.reports(Notification.NOTIFIER_FAILING).getFirst();
    assertThat(worker.reports(Notification.NOTIFIER_FAILING)).hasSize(1);
    assertThat(told.report().label()).isEqualTo("chat");
    assertThat(told.report().status()).isEqualTo("failed");
    assertThat(told.report().backupId()).isNull();
    assertThat(told.deliveries())
        .extracting(d -> d.notifier() + " " + d.destination())
        .containsExactly("mail Carl", "mail Dora", "log log");
    await().until(() -> log.sent().stream().anyMatch(s -> s.notification().outage() != null));
    var outage = sentTo(log, Notification.NOTIFIER_FAILING);
    assertThat(outage.notifier()).isEqualTo("chat");
    assertThat(outage.destination()).isEqualTo("Ann");
    assertThat(outage.since()).isBetween(since, since.plusSeconds(60));
    assertThat(outage.recoveredAt()).isNull();
    assertThat(outage.reason()).isEqualTo("Ann is away.");

    await().until(() -> worker.attempts(report, "Ann") == 2);
    chat.works();
    worker.later(Duration.ofHours(2));
    worker.settle();
    fixture.look();
    await()
        .until(
            () ->
                worker.reports(Notification.NOTIFIER_RECOVERED).getFirst().deliveries().stream()
                    .allMatch(d -> d.status() == DeliveryStatus.DELIVERED));
    assertThat(worker.reports(Notification.NOTIFIER_RECOVERED)).hasSize(1);
    assertThat(worker.reports(Notification.NOTIFIER_RECOVERED).getFirst().report().status())
        .isEqualTo("finished");
    var over = sentTo(log, Notification.NOTIFIER_RECOVERED);
    assertThat(over.recoveredAt())
        .isBetween(worker.clock.instant().minusSeconds(60), worker.clock.instant().plusSeconds(60));
    assertThat(over)
        .isEqualTo(new Outage("chat", "Ann", outage.since(), over.recoveredAt(), "Ann is away."));
    assertThat(chat.sent()).allMatch(s -> s.notification().outage() == null);
  }

  @Test
  void raisesNoAlarmWhileNothingCanBeReached() {
    worker.use(chat.named("chat"), mail.named("mail"));
    chat.fails(refused);
    mail.fails(refused);
    worker.report(BackupStatus.FINISHED);
    for (var hours = 0; hours < 12; hours++) {
      worker.settle();
      worker.later(HOUR);
      fixture.look();
    }
    assertThat(worker.reports(Notification.NOTIFIER_FAILING)).isEmpty();
    assertThat(worker.reports(Notification.NOTIFIER_RECOVERED)).isEmpty();
  }

  @Test
  void keepsTheReportOfAnAlarmThatNobodyCanBeToldOf() {
    worker.use(chat.named("chat"));
    chat.fails("Ann", NotificationException.retryable("Ann is away."));
    var report = worker.report(BackupStatus.FINISHED);
    await().until(() -> worker.attempts(report, "Ann", "Bob") == 2);
    worker.clock.advance(HOUR.plusMinutes(1));
    fixture.look();
    fixture.look();
    assertThat(worker.reports(Notification.NOTIFIER_FAILING))
        .singleElement()
        .satisfies(told -> assertThat(told.deliveries()).isEmpty());
  }

  @Test
  void raisesNoAlarmForWhatIsNotConfiguredAnyMore() {
    chatHasRefused();
    worker.use(refusing("Bob").named("chat"), log.named("log"));
    worker.clock.advance(HOUR.plusMinutes(1));
    fixture.look();
    assertToldOfBobAlone();
  }

  @Test
  void forgetsTheOutageOfADestinationThatWasTakenOutOfTheConfiguration() {
    chatHasRefused();
    worker.clock.advance(HOUR.plusMinutes(1));
    fixture.look();
    assertThat(worker.reports(Notification.NOTIFIER_FAILING)).hasSize(1);
    worker.use(refusing("Bob").named("chat"), log.named("log"));

    fixture.raise();

    assertThat(worker.database.outages().all())
        .extracting(o -> o.outage().destination())
        .containsExactly("Bob");
    assertThat(worker.reports(Notification.NOTIFIER_RECOVERED)).isEmpty();
    worker.use(log.named("log"));
    fixture.raise();
    assertThat(worker.database.outages().all()).isEmpty();
  }

  @Test
  void leavesTheOutagesOfDestinationsThatOnlyAnotherProcessHasToThatOne() {
    chatHasRefused();
    var other = ThisNode.create();
    worker.database.nodes().beat(other);
    worker.database.deliveryQueue().publishRoutes(other.id(), Set.of(new Route("chat", "Ann")));

    worker.use(log.named("log"));
    fixture.raise();

    assertThat(worker.database.outages().all())
        .extracting(o -> o.outage().destination())
        .containsExactly("Ann");
  }

  @Test
  void endsTheOutageOfAPluginThatIsThereAgainBeforeAnythingIsSent() {
    var now = worker.clock.instant();
    logIsToldThatThePluginIsMissing();
    worker.stop(Duration.ofSeconds(5));
    assertThat(worker.reports(Notification.NOTIFIER_RECOVERED)).isEmpty();

    worker.use(chat.named("chat"), log.named("log"));
    fixture.raise();
    fixture.raise();

    assertThat(worker.database.outages().all()).isEmpty();
    assertThat(worker.reports(Notification.NOTIFIER_RECOVERED)).hasSize(1);
    var over =
        ReportPayload.readOutages(
                worker.reports(Notification.NOTIFIER_RECOVERED).getFirst().report().payload())
            .getFirst();
    assertThat(over.since()).isBetween(now, now.plusSeconds(60));
    assertThat(over.recoveredAt()).isEqualTo(worker.clock.instant());
  }

  @Test
  void tellsOfTheOthersThoughOneOutageCannotBeToldOf() {
    chatHasRefused();
    worker.later(HOUR.plusMinutes(1));

    var half = fixture.alarm(new HalfBroken(worker.database.outages()));
    half.raise();
    worker.settle();
    half.raise();

    assertToldOfBobAlone();
  }

  /** Can write nothing of Ann. */
  private record HalfBroken(OutageStore store) implements OutageStore {
    @Override
    public List<KnownOutage> all() {
      return store.all();
    }

    @Override
    public void probe(Outage outage, Instant now, Instant expired, int retries) {
      if (outage.destination().equals("Ann")) {
        throw new IllegalStateException("It cannot be written.");
      }
      store.probe(outage, now, expired, retries);
    }

    @Override
    public Optional<ReportWithDeliveries> announce(
        List<Outage> outages, Function<List<Outage>, ReportWithDeliveries> telling) {
      return store.announce(outages, telling);
    }

    @Override
    public Optional<ReportWithDeliveries> tellRecovered(
        UUID alarm, Function<Over, Optional<ReportWithDeliveries>> telling) {
      return store.tellRecovered(alarm, telling);
    }

    @Override
    public boolean recovered(Outage outage, Instant now) {
      return store.recovered(outage, now);
    }

    @Override
    public boolean forget(Outage outage) {
      return store.forget(outage);
    }
  }

  @Test
  void raisesAnAlarmForAPluginThatIsMissing() {
    logIsToldThatThePluginIsMissing();
    assertThat(sentTo(log, Notification.NOTIFIER_FAILING).destination()).isEqualTo("*");

    worker.use(chat.named("chat"), log.named("log"));
    worker.asDaysGoBy(
        () -> {
          fixture.raise();
          return !worker.reports(Notification.NOTIFIER_RECOVERED).isEmpty();
        });
    worker.asDaysGoBy(() -> chat.sent().size() == 2);
  }

  private void chatHasRefused() {
    worker.use(chat.named("chat"), log.named("log"));
    chat.fails(refused);
    var report = worker.report(BackupStatus.FINISHED);
    await().until(() -> worker.attempts(report, "Ann", "Bob") == 2);
  }

  private void logIsToldThatThePluginIsMissing() {
    worker.use(RecordingNotifier.missing("chat"), log.named("log"));
    var report = worker.report(BackupStatus.FINISHED);
    await().until(() -> worker.deliveries(report).getFirst().lastError() != null);
    worker.clock.advance(HOUR.plusMinutes(1));
    fixture.look();
    await().until(() -> log.sent().stream().anyMatch(s -> s.notification().outage() != null));
  }

  private void assertToldOfBobAlone() {
    assertThat(worker.reports(Notification.NOTIFIER_FAILING))
        .extracting(
            told -> ReportPayload.readOutages(told.report().payload()).getFirst().destination())
        .containsExactly("Bob");
  }

  private RecordingNotifier refusing(String destination) {
    var notifier = new RecordingNotifier(destination);
    notifier.fails(refused);
    return notifier;
  }

  private static Outage sentTo(RecordingNotifier notifier, String event) {
    return notifier.sent().stream()
        .map(RecordingNotifier.Sent::notification)
        .filter(n -> n.event().equals(event))
        .map(OutageAlarmTest::outage)
        .findFirst()
        .orElseThrow();
  }

  private static Outage outage(Notification notification) {
    var outage = notification.outage();
    return Objects.requireNonNull(outage);
  }
}
