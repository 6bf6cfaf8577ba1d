package io.backupman.core.report.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.backupman.core.backup.Backup;
import io.backupman.core.node.ThisNode;
import io.backupman.core.notifier.ConfiguredNotifier;
import io.backupman.core.notifier.Notifiers;
import io.backupman.core.report.Addressing;
import io.backupman.core.report.Delivery;
import io.backupman.core.report.DeliveryStatus;
import io.backupman.core.report.DeliveryTrigger;
import io.backupman.core.report.Report;
import io.backupman.core.report.ReportFactory;
import io.backupman.core.report.ReportPayload;
import io.backupman.core.report.ReportQuery;
import io.backupman.core.report.ReportWithDeliveries;
import io.backupman.core.report.Route;
import io.backupman.core.report.alarm.KnownOutage;
import io.backupman.core.report.alarm.OutageAlarm;
import io.backupman.core.report.alarm.OutageStore;
import io.backupman.core.report.delivery.DeliveryWorker.NodeName;
import io.backupman.core.store.Database;
import io.backupman.core.store.engine.DatabaseSettings;
import io.backupman.core.testing.RecordingNotifier;
import io.backupman.core.testing.Records;
import io.backupman.core.testing.SettableClock;
import io.backupman.notifier.spi.BackupStatus;
import io.backupman.notifier.spi.Notification;
import io.backupman.notifier.spi.NotificationException;
import io.backupman.notifier.spi.Outage;
import io.backupman.notifier.spi.Receipt;
import io.backupman.notifier.spi.Subscription;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whom else a report goes to, and who is told when a channel is dead. */
class DeliveryPolicyTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final RecordingNotifier.Behaviour REFUSES =
      (n, d) -> {
        throw NotificationException.retryable("Refused.");
      };

  private final Database database = Database.open(new DatabaseSettings.Memory());
  private final SettableClock clock = new SettableClock();
  private final RecordingNotifier chat = new RecordingNotifier("Ann", "Bob");
  private final RecordingNotifier mail = new RecordingNotifier("Carl", "Dora");
  private final RecordingNotifier log = new RecordingNotifier("log");
  private final AtomicReference<Notifiers> notifiers = new AtomicReference<>(Notifiers.NONE);
  private final ReportFactory reports = new ReportFactory(notifiers::get, clock);
  private final RetrySchedule schedule =
      new RetrySchedule(List.of(Duration.ofSeconds(5), HOUR), new Random(1));
  private final DeliveryWorker worker =
      new DeliveryWorker(
          database.deliveryQueue(),
          notifiers::get,
          schedule,
          4,
          new NodeName(UUID.randomUUID(), "node-1"),
          text -> text,
          clock);
  private final OutageAlarm alarm = alarm(database.outages());

  private OutageAlarm alarm(OutageStore store) {
    return new OutageAlarm(
        store,
        notifiers::get,
        HOUR,
        schedule.retries(),
        clock,
        worker::leavesToOthers,
        worker::wake);
  }

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
  void tellsAllOthersOnceOfADestinationThatFailsForLongAndOnceThatItHasRecovered() {
    use(chat.named("chat"), only("failed").with(mail.named("mail")), log.named("log"));
    chat.behave(
        (n, d) -> {
          if (d.name().equals("Ann")) {
            throw NotificationException.retryable("Ann is away.");
          }
          return Receipt.taken();
        });
    var since = clock.instant();
    var report = reported(BackupStatus.FINISHED);
    await().until(() -> attempts(report, "Ann") == 1);
    alarm.raise();
    clock.advance(Duration.ofMinutes(59));
    alarm.raise();
    assertThat(of(Notification.NOTIFIER_FAILING)).isEmpty();

    clock.advance(Duration.ofMinutes(2));
    look();
    look();

    var told = of(Notification.NOTIFIER_FAILING).getFirst();
    assertThat(of(Notification.NOTIFIER_FAILING)).hasSize(1);
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

    await().until(() -> attempts(report, "Ann") == 2);
    chat.behave((n, d) -> Receipt.taken());
    clock.advance(Duration.ofHours(2));
    settle();
    look();
    await()
        .until(
            () ->
                of(Notification.NOTIFIER_RECOVERED).getFirst().deliveries().stream()
                    .allMatch(d -> d.status() == DeliveryStatus.DELIVERED));
    assertThat(of(Notification.NOTIFIER_RECOVERED)).hasSize(1);
    assertThat(of(Notification.NOTIFIER_RECOVERED).getFirst().report().status())
        .isEqualTo("finished");
    var over = sentTo(log, Notification.NOTIFIER_RECOVERED);
    assertThat(over.recoveredAt())
        .isBetween(clock.instant().minusSeconds(60), clock.instant().plusSeconds(60));
    assertThat(over)
        .isEqualTo(new Outage("chat", "Ann", outage.since(), over.recoveredAt(), "Ann is away."));
    assertThat(chat.sent()).allMatch(s -> s.notification().outage() == null);
  }

  @Test
  void raisesNoAlarmWhileNothingCanBeReached() {
    use(chat.named("chat"), mail.named("mail"));
    chat.behave(REFUSES);
    mail.behave(REFUSES);
    reported(BackupStatus.FINISHED);
    for (var hours = 0; hours < 12; hours++) {
      settle();
      clock.advance(HOUR);
      look();
    }
    assertThat(of(Notification.NOTIFIER_FAILING)).isEmpty();
    assertThat(of(Notification.NOTIFIER_RECOVERED)).isEmpty();
  }

  @Test
  void keepsTheReportOfAnAlarmThatNobodyCanBeToldOf() {
    use(chat.named("chat"));
    chat.behave(
        (n, d) -> {
          if (d.name().equals("Ann")) {
            throw NotificationException.retryable("Ann is away.");
          }
          return Receipt.taken();
        });
    var report = reported(BackupStatus.FINISHED);
    await().until(() -> attempts(report, "Ann") + attempts(report, "Bob") == 2);
    clock.advance(HOUR.plusMinutes(1));
    look();
    look();
    assertThat(of(Notification.NOTIFIER_FAILING))
        .singleElement()
        .satisfies(told -> assertThat(told.deliveries()).isEmpty());
  }

  @Test
  void raisesNoAlarmForWhatIsNotConfiguredAnyMore() {
    use(chat.named("chat"), log.named("log"));
    chat.behave(REFUSES);
    var report = reported(BackupStatus.FINISHED);
    await().until(() -> attempts(report, "Ann") + attempts(report, "Bob") == 2);
    use(refusing("Bob").named("chat"), log.named("log"));
    clock.advance(HOUR.plusMinutes(1));
    look();
    assertThat(of(Notification.NOTIFIER_FAILING))
        .extracting(
            told -> ReportPayload.readOutages(told.report().payload()).getFirst().destination())
        .containsExactly("Bob");
  }

  @Test
  void forgetsTheOutageOfADestinationThatWasTakenOutOfTheConfiguration() {
    use(chat.named("chat"), log.named("log"));
    chat.behave(REFUSES);
    var report = reported(BackupStatus.FINISHED);
    await().until(() -> attempts(report, "Ann") + attempts(report, "Bob") == 2);
    clock.advance(HOUR.plusMinutes(1));
    look();
    assertThat(of(Notification.NOTIFIER_FAILING)).hasSize(1);
    use(refusing("Bob").named("chat"), log.named("log"));

    alarm.raise();

    assertThat(database.outages().all())
        .extracting(o -> o.outage().destination())
        .containsExactly("Bob");
    assertThat(of(Notification.NOTIFIER_RECOVERED)).isEmpty();
    use(log.named("log"));
    alarm.raise();
    assertThat(database.outages().all()).isEmpty();
  }

  @Test
  void leavesTheOutagesOfDestinationsThatOnlyAnotherProcessHasToThatOne() {
    use(chat.named("chat"), log.named("log"));
    chat.behave(REFUSES);
    var report = reported(BackupStatus.FINISHED);
    await().until(() -> attempts(report, "Ann") + attempts(report, "Bob") == 2);
    var other = ThisNode.create();
    database.nodes().beat(other);
    database.deliveryQueue().publishRoutes(other.id(), Set.of(new Route("chat", "Ann")));

    use(log.named("log"));
    alarm.raise();

    assertThat(database.outages().all())
        .extracting(o -> o.outage().destination())
        .containsExactly("Ann");
  }

  @Test
  void endsTheOutageOfAPluginThatIsThereAgainBeforeAnythingIsSent() {
    var now = clock.instant();
    use(missing("chat"), log.named("log"));
    var report = reported(BackupStatus.FINISHED);
    await().until(() -> deliveries(report).getFirst().lastError() != null);
    clock.advance(HOUR.plusMinutes(1));
    look();
    await().until(() -> log.sent().stream().anyMatch(s -> s.notification().outage() != null));
    worker.stop(Duration.ofSeconds(5));
    assertThat(of(Notification.NOTIFIER_RECOVERED)).isEmpty();

    use(chat.named("chat"), log.named("log"));
    alarm.raise();
    alarm.raise();

    assertThat(database.outages().all()).isEmpty();
    assertThat(of(Notification.NOTIFIER_RECOVERED)).hasSize(1);
    var over =
        ReportPayload.readOutages(of(Notification.NOTIFIER_RECOVERED).getFirst().report().payload())
            .getFirst();
    assertThat(over.since()).isBetween(now, now.plusSeconds(60));
    assertThat(over.recoveredAt()).isEqualTo(clock.instant());
  }

  @Test
  void tellsOfTheOthersThoughOneOutageCannotBeToldOf() {
    use(chat.named("chat"), log.named("log"));
    chat.behave(REFUSES);
    var report = reported(BackupStatus.FINISHED);
    await().until(() -> attempts(report, "Ann") + attempts(report, "Bob") == 2);
    clock.advance(HOUR.plusMinutes(1));

    var half = alarm(new HalfBroken(database.outages()));
    half.raise();
    settle();
    half.raise();

    assertThat(of(Notification.NOTIFIER_FAILING))
        .extracting(
            told -> ReportPayload.readOutages(told.report().payload()).getFirst().destination())
        .containsExactly("Bob");
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
    use(missing("chat"), log.named("log"));
    var report = reported(BackupStatus.FINISHED);
    await().until(() -> deliveries(report).getFirst().lastError() != null);
    clock.advance(HOUR.plusMinutes(1));
    look();
    await().until(() -> log.sent().stream().anyMatch(s -> s.notification().outage() != null));
    assertThat(sentTo(log, Notification.NOTIFIER_FAILING).destination()).isEqualTo("*");

    use(chat.named("chat"), log.named("log"));
    asDaysGoBy(
        () -> {
          alarm.raise();
          return !of(Notification.NOTIFIER_RECOVERED).isEmpty();
        });
    asDaysGoBy(() -> chat.sent().size() == 2);
  }

  @Test
  void handsAReportOverToEachFallbackInTurn() {
    use(
        chat.named("chat").withFallback("mail"),
        only("nobody").with(mail.named("mail")).withFallback("log"),
        only("nobody").with(log.named("log")));
    chat.behave(REFUSES);
    mail.behave(
        (n, d) -> {
          throw NotificationException.permanent("No such user.");
        });
    var report = reported(BackupStatus.FINISHED);
    await().until(() -> attempts(report, "Ann") + attempts(report, "Bob") == 2);
    clock.advance(Duration.ofMinutes(1));
    await().until(() -> attempts(report, "Ann") + attempts(report, "Bob") == 4);
    assertThat(deliveries(report)).hasSize(2);
    clock.advance(Duration.ofHours(2));

    await().until(() -> !log.sent().isEmpty());
    await().until(() -> deliveries(report).stream().noneMatch(DeliveryPolicyTest::waits));
    assertThat(deliveries(report))
        .extracting(d -> d.notifier() + " " + d.destination() + " " + d.status().word())
        .containsExactlyInAnyOrder(
            "chat Ann failed",
            "chat Bob failed",
            "mail Carl failed",
            "mail Dora failed",
            "log log delivered");
    assertThat(deliveries(report))
        .allMatch(
            d ->
                d.trigger()
                    == (d.notifier().equals("chat")
                        ? DeliveryTrigger.AUTOMATIC
                        : DeliveryTrigger.FALLBACK));
    assertThat(log.sent()).hasSize(1);
  }

  @Test
  void neverTellsOfAnOutageThroughTheNotifierThatItIsAboutNotAsAFallbackEither() {
    use(
        chat.named("chat"),
        only("nobody").with(mail.named("mail")).withFallback("chat"),
        only("nobody").with(log.named("log")));
    var outage = new Outage("chat", "Ann", clock.instant(), null, "Refused.");
    var told = reports.failing(List.of(outage));
    assertThat(told.deliveries()).extracting(Delivery::notifier).doesNotContain("chat");

    assertThat(fallbackOf("mail", told.report())).isEmpty();
    use(
        chat.named("chat").withFallback("log"),
        mail.named("mail").withFallback("chat"),
        log.named("log"));
    assertThat(fallbackOf("mail", told.report())).containsExactly(new Route("log", "log"));
  }

  @Test
  void aFallbackTellsADestinationNothingOfItsOwnOutage() {
    use(log.named("log").withFallback("chat"), chat.named("chat"), mail.named("mail"));
    var both =
        List.of(
            new Outage("chat", "Ann", clock.instant(), null, "Refused."),
            new Outage("mail", "Carl", clock.instant(), null, "Refused."));
    var told = reports.failing(both);
    assertThat(told.deliveries())
        .extracting(d -> d.notifier() + " " + d.destination())
        .containsExactly("log log", "chat Bob", "mail Dora");

    assertThat(fallbackOf("log", told.report())).containsExactly(new Route("chat", "Bob"));
  }

  private List<Route> fallbackOf(String notifier, Report report) {
    return new Addressing(notifiers.get()).ofFallback(report, notifier);
  }

  @Test
  void aTestHasNoFallback() {
    use(chat.named("chat").withFallback("log"), log.named("log"));
    var report =
        new Report(UUID.randomUUID(), "test", null, "chat", "finished", "{}", clock.instant());
    assertThat(fallbackOf("chat", report)).isEmpty();
  }

  @Test
  void aFallbackWhosePluginIsMissingGetsTheReportOnceItIsThereWhateverItHasSubscribedTo() {
    use(chat.named("chat").withFallback("mail"), only("nobody").with(missing("mail")));
    chat.behave(
        (n, d) -> {
          throw NotificationException.permanent("No such user.");
        });
    var report = reported(BackupStatus.FINISHED);
    await().until(() -> deliveries(report).stream().anyMatch(d -> d.destination().equals("*")));

    use(chat.named("chat"), only("nobody").with(mail.named("mail")));

    asDaysGoBy(() -> mail.sent().size() == 2);
  }

  @Test
  void aFallbackThatWaitedForItsPluginWhileTheClockWasPutBackIsNotLost() {
    use(only("nobody").with(missing("mail")));
    var report = reported(BackupStatus.FINISHED);
    var earlier = report.createdAt().minusSeconds(3600);
    var toAll = List.of(Route.toEvery("mail"));
    database.reports().add(Delivery.due(report.id(), toAll, DeliveryTrigger.FALLBACK, earlier));

    use(only("nobody").with(mail.named("mail")));
    worker.wake();

    await().until(() -> mail.sent().size() == 2);
  }

  @Test
  void keepsARecordOfWhatWaitedForAPluginThatDoesNotWantIt() {
    use(missing("chat"));
    var report = reported(BackupStatus.FINISHED);
    await().until(() -> deliveries(report).getFirst().lastError() != null);

    use(only("failed").with(chat.named("chat")));

    asDaysGoBy(() -> deliveries(report).stream().noneMatch(DeliveryPolicyTest::waits));
    assertThat(deliveries(report)).hasSize(1);
    assertThat(deliveries(report).getFirst().status()).isEqualTo(DeliveryStatus.FAILED);
    assertThat(deliveries(report).getFirst().lastError())
        .isEqualTo("No destination of the notifier \"chat\" wants this report.");
  }

  @Test
  void tellsThatABackupHasStartedWhileItRunsAndNotAfterwards() {
    use(chat.without().named("chat"));
    var running = started();
    worker.wake();
    await().until(() -> chat.sent().size() == 2);
    assertThat(chat.sent())
        .allMatch(s -> s.notification().event().equals(Notification.BACKUP_STARTED))
        .allMatch(
            s ->
                Objects.requireNonNull(s.notification().backup()).status() == BackupStatus.PENDING);
    end(running);

    chat.behave(REFUSES);
    var ended = started();
    worker.wake();
    await().until(() -> attempts(ended.report(), "Ann") + attempts(ended.report(), "Bob") == 2);
    end(ended);
    chat.behave((n, d) -> Receipt.taken());
    clock.advance(Duration.ofMinutes(1));

    await().until(() -> deliveries(ended.report()).stream().noneMatch(DeliveryPolicyTest::waits));
    assertThat(deliveries(ended.report()))
        .allSatisfy(
            d -> {
              assertThat(d.status()).isEqualTo(DeliveryStatus.SKIPPED);
              assertThat(d.lastError())
                  .isEqualTo("The backup has ended, so its start is no news any more.");
            });
    assertThat(chat.sent()).hasSize(2);
  }

  /** Whoever looked before the notifiers changed looks again on one of the next days. */
  private void asDaysGoBy(Callable<Boolean> condition) {
    await()
        .until(
            () -> {
              clock.advance(Duration.ofDays(1));
              worker.wake();
              return condition.call();
            });
  }

  /** Looks for what is to be told, and again once it is known whether that is still so. */
  private void look() {
    alarm.raise();
    settle();
    alarm.raise();
  }

  /** Waits until nothing is due, or being sent. */
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

  private void use(ConfiguredNotifier... all) {
    notifiers.set(new Notifiers(List.of(all), List.of()));
  }

  private static RecordingNotifier refusing(String destination) {
    var notifier = new RecordingNotifier(destination);
    notifier.behave(REFUSES);
    return notifier;
  }

  /** Notifiers that hear of one status, or of one label that nothing has. */
  private static Restriction only(String word) {
    return notifier ->
        new ConfiguredNotifier(
            notifier.name(),
            notifier.type(),
            notifier.source(),
            true,
            word.equals("failed")
                ? new Subscription(Set.of(BackupStatus.FAILED), Set.of())
                : new Subscription(Set.of(), Set.of(word)),
            notifier.notifier(),
            notifier.destinations(),
            notifier.detail());
  }

  private interface Restriction {
    ConfiguredNotifier with(ConfiguredNotifier notifier);
  }

  private static ConfiguredNotifier missing(String name) {
    return new ConfiguredNotifier(
        name, "recording", "", true, Subscription.ALL, null, List.of(), "No such plugin.");
  }

  private Report reported(BackupStatus status) {
    var report =
        Records.reported(database.backups(), notifiers.get(), "Shop", status, clock.instant());
    worker.wake();
    return report;
  }

  /** A running backup and the report of its start. */
  private record Started(Backup backup, Report report) {}

  private Started started() {
    var pending = Records.pending("Shop", clock.instant(), UUID.randomUUID());
    var told = reports.started(pending.snapshot());
    database.backups().begin(pending, told);
    return new Started(pending, told.orElseThrow().report());
  }

  private void end(Started started) {
    var ended = started.backup().snapshot().toBuilder().status(BackupStatus.FAILED).build();
    var report = reports.ended(ended).report();
    assertThat(database.backups().finish(started.backup().with(ended), report, List.of())).isTrue();
  }

  private static Outage sentTo(RecordingNotifier notifier, String event) {
    return notifier.sent().stream()
        .map(RecordingNotifier.Sent::notification)
        .filter(n -> n.event().equals(event))
        .map(DeliveryPolicyTest::outage)
        .findFirst()
        .orElseThrow();
  }

  private static Outage outage(Notification notification) {
    var outage = notification.outage();
    return Objects.requireNonNull(outage);
  }

  private List<ReportWithDeliveries> of(@Nullable String event) {
    return database
        .reports()
        .list(new ReportQuery(99, null, event, null, null, null, null, null, null, null))
        .results();
  }

  private List<Delivery> deliveries(Report report) {
    return database.reports().deliveries(report.id());
  }

  private static boolean waits(Delivery delivery) {
    return delivery.status() == DeliveryStatus.PENDING;
  }

  private int attempts(Report report, String destination) {
    return deliveries(report).stream()
        .filter(d -> d.destination().equals(destination))
        .mapToInt(Delivery::attemptCount)
        .sum();
  }
}
