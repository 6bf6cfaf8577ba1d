package io.backupman.core.report.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.backupman.core.notifier.ConfiguredNotifier;
import io.backupman.core.notifier.Notifiers;
import io.backupman.core.report.Delivery;
import io.backupman.core.report.DeliveryStatus;
import io.backupman.core.report.DeliveryTrigger;
import io.backupman.core.report.Report;
import io.backupman.core.report.ReportFactory;
import io.backupman.core.report.ReportWithDeliveries;
import io.backupman.core.report.Route;
import io.backupman.core.report.delivery.DeliveryWorker.NodeName;
import io.backupman.core.store.Database;
import io.backupman.core.store.engine.DatabaseSettings;
import io.backupman.core.testing.RecordingNotifier;
import io.backupman.core.testing.Records;
import io.backupman.core.testing.SettableClock;
import io.backupman.notifier.spi.BackupStatus;
import io.backupman.notifier.spi.NotificationException;
import io.backupman.notifier.spi.Outage;
import io.backupman.notifier.spi.OverdueBackup;
import io.backupman.notifier.spi.Receipt;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reports that come too late, and channels that skip them. */
class SupersessionTest {
  private static final RecordingNotifier.Behaviour REFUSES =
      (n, d) -> {
        throw NotificationException.retryable("Refused.");
      };

  /** As a channel that sets a state. */
  private static final RecordingNotifier.Behaviour SKIPS =
      (n, d) -> {
        if (n.superseded()) {
          throw NotificationException.skipped("Not sent: too late.");
        }
        return Receipt.taken();
      };

  private final Database database = Database.open(new DatabaseSettings.Memory());
  private final SettableClock clock = new SettableClock();
  private final RecordingNotifier pager = new RecordingNotifier("Ann", "Bob");
  private final RecordingNotifier log = new RecordingNotifier("log");
  private final AtomicReference<Notifiers> notifiers = new AtomicReference<>(Notifiers.NONE);
  private final ReportFactory reports = new ReportFactory(notifiers::get, clock);
  private final DeliveryWorker worker =
      new DeliveryWorker(
          database.deliveryQueue(),
          notifiers::get,
          new RetrySchedule(List.of(Duration.ofMinutes(5)), new Random(1)),
          4,
          new NodeName(UUID.randomUUID(), "node-1"),
          text -> text,
          clock);

  @BeforeEach
  void start() {
    use(pager.named("pager").withFallback("log"), log.named("log"));
    worker.start();
  }

  @AfterEach
  void close() {
    worker.stop(Duration.ofSeconds(5));
    database.close();
  }

  @Test
  void aReportThatIsTriedAgainIsSupersededByANewerOneAboutTheSameDataSource() {
    pager.behave(REFUSES);
    var shop = reported("Shop", BackupStatus.FAILED);
    var blog = reported("Blog", BackupStatus.FAILED);
    await().until(() -> attempts(shop) == 2 && attempts(blog) == 2);
    pager.behave((n, d) -> Receipt.taken());
    clock.advance(Duration.ofSeconds(1));
    var newer = reported("Shop", BackupStatus.FINISHED);
    await().until(() -> delivered(newer) == 2);

    clock.advance(Duration.ofMinutes(10));

    await().until(() -> sent(shop) == 2 && sent(blog) == 2);
    assertThat(pager.sent())
        .allSatisfy(
            sent ->
                assertThat(sent.notification().superseded())
                    .isEqualTo(sent.notification().reportId().equals(shop.id())));
  }

  @Test
  void aReportThatWasWrittenWhileTheClockWasAheadSupersedesNone() {
    var before = clock.instant();
    clock.advance(Duration.ofDays(10));
    var ahead = reported("Shop", BackupStatus.FINISHED);
    await().until(() -> delivered(ahead) == 2);
    clock.advance(Duration.between(clock.instant(), before));

    var now = reported("Shop", BackupStatus.FAILED);

    await().until(() -> delivered(now) == 2);
    assertThat(pager.sent())
        .filteredOn(sent -> sent.notification().reportId().equals(now.id()))
        .isNotEmpty()
        .noneMatch(sent -> sent.notification().superseded());
  }

  @Test
  void whatANewerReportWasNotDeliveredToIsNotSuperseded() {
    pager.behave(
        (n, d) -> {
          if (d.name().equals("Ann")) {
            throw NotificationException.retryable("Refused.");
          }
          return Receipt.taken();
        });
    var older = reported("Shop", BackupStatus.FAILED);
    clock.advance(Duration.ofSeconds(1));
    var newer = reported("Shop", BackupStatus.FINISHED);
    await().until(() -> delivered(older) == 1 && delivered(newer) == 1 && attempts(newer) == 2);
    pager.behave((n, d) -> Receipt.taken());
    notifiers.set(new Notifiers(List.of(pager.named("pager")), List.of()));
    resend(older, "Ann");

    await().until(() -> sent(older) == 2);
    assertThat(pager.sent().getLast().destination()).isEqualTo("Ann");
    assertThat(pager.sent().getLast().notification().superseded()).isFalse();
  }

  @Test
  void aSkippedReportHasItsReasonAndNothingElseComesOfIt() {
    pager.behave(REFUSES);
    var older = reported("Shop", BackupStatus.FAILED);
    await().until(() -> attempts(older) == 2);
    clock.advance(Duration.ofSeconds(1));
    pager.behave(SKIPS);
    var newer = reported("Shop", BackupStatus.FINISHED);
    await().until(() -> delivered(newer) == 2);
    assertThat(database.outages().all()).isEmpty();

    resend(older, "Ann");
    await().until(() -> deliveries(older).getLast().status() == DeliveryStatus.SKIPPED);

    var skipped = deliveries(older).getLast();
    assertThat(skipped.lastError()).isEqualTo("Not sent: too late.");
    assertThat(skipped.attemptCount()).isZero();
    assertThat(database.outages().all()).isEmpty();
    assertThat(deliveries(older)).noneMatch(d -> d.notifier().equals("log"));
    assertThat(pager.sent()).hasSize(2);
  }

  @Test
  void aSkippedReportEndsNoOutage() {
    reported("Shop", BackupStatus.FINISHED);
    await().until(() -> pager.sent().size() == 2);
    pager.behave(REFUSES);
    clock.advance(Duration.ofSeconds(1));
    var failing = reported("Shop", BackupStatus.FAILED);
    await().until(() -> attempts(failing) == 2);
    pager.behave(
        (n, d) -> {
          throw NotificationException.skipped("Not sent.");
        });
    clock.advance(Duration.ofMinutes(10));
    await()
        .until(
            () -> deliveries(failing).stream().allMatch(d -> d.status() == DeliveryStatus.SKIPPED));

    assertThat(database.outages().all())
        .extracting(o -> o.outage().destination())
        .contains("Ann", "Bob");
    assertThat(log.sent()).isEmpty();
  }

  @Test
  void anOverdueBackupIsSupersededByAFinishedOneAndAnOlderOneByIt() {
    pager.behave(REFUSES);
    var older = reported("Shop", BackupStatus.FINISHED);
    await().until(() -> attempts(older) == 2);
    pager.behave((n, d) -> Receipt.taken());
    clock.advance(Duration.ofSeconds(1));
    var overdue = told(reports.overdue(overdue("Shop")));
    await().until(() -> delivered(overdue) == 2);
    clock.advance(Duration.ofMinutes(10));
    await().until(() -> delivered(older) == 2);
    var newer = reported("Shop", BackupStatus.FINISHED);
    await().until(() -> delivered(newer) == 2);
    resend(overdue, "Ann");
    await().until(() -> sent(overdue) == 3);

    assertThat(pager.sent())
        .extracting(sent -> sent.notification().superseded())
        .containsExactly(false, false, true, true, false, false, true);
    assertThat(pager.sent().getFirst().notification().overdue()).isEqualTo(overdue("Shop"));
  }

  private static OverdueBackup overdue(String label) {
    return OverdueBackup.builder(label, Instant.EPOCH, Instant.EPOCH.plusSeconds(60)).build();
  }

  @Test
  void anOutageIsSupersededByNewsOfTheSameDestinationOnly() {
    pager.behave(REFUSES);
    var failing = told(reports.failing(List.of(outage("Carl"))));
    var other = told(reports.failing(List.of(outage("Dora"))));
    await().until(() -> attempts(failing) == 2 && attempts(other) == 2);
    pager.behave((n, d) -> Receipt.taken());
    clock.advance(Duration.ofSeconds(1));
    var over = told(recovered("Carl"));
    await().until(() -> delivered(over) == 2);

    clock.advance(Duration.ofMinutes(10));

    await().until(() -> sent(failing) == 2 && sent(other) == 2);
    assertThat(pager.sent())
        .allSatisfy(
            sent ->
                assertThat(sent.notification().superseded())
                    .isEqualTo(sent.notification().reportId().equals(failing.id())));
  }

  private void use(ConfiguredNotifier... all) {
    notifiers.set(new Notifiers(List.of(all), List.of()));
  }

  /** Goes to the pager only. */
  private Report reported(String label, BackupStatus status) {
    var only = new Notifiers(List.of(pager.named("pager")), List.of());
    var report = Records.reported(database.backups(), only, label, status, clock.instant());
    worker.wake();
    return report;
  }

  private ReportWithDeliveries recovered(String destination) {
    return reports.recovered(List.of(outage(destination)), List.of(), route -> false).orElseThrow();
  }

  /** Sent also if it is not true any more, as what somebody sends again is. */
  private Report told(ReportWithDeliveries told) {
    var toPager = List.of(new Route("pager", "Ann"), new Route("pager", "Bob"));
    var id = told.report().id();
    database
        .reports()
        .add(told.report(), Delivery.due(id, toPager, DeliveryTrigger.RESEND, clock.instant()));
    worker.wake();
    return told.report();
  }

  private Outage outage(String destination) {
    return new Outage("mail", destination, clock.instant(), null, "Refused.");
  }

  private void resend(Report report, String destination) {
    database
        .reports()
        .add(
            Delivery.due(
                report.id(),
                List.of(new Route("pager", destination)),
                DeliveryTrigger.RESEND,
                clock.instant()));
    worker.wake();
  }

  private List<Delivery> deliveries(Report report) {
    return database.reports().deliveries(report.id());
  }

  private int attempts(Report report) {
    return deliveries(report).stream().mapToInt(Delivery::attemptCount).sum();
  }

  private long delivered(Report report) {
    return deliveries(report).stream().filter(d -> d.status() == DeliveryStatus.DELIVERED).count();
  }

  private long sent(Report report) {
    return pager.sent().stream()
        .filter(sent -> sent.notification().reportId().equals(report.id()))
        .count();
  }
}
