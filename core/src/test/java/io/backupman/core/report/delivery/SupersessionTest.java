package io.backupman.core.report.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.backupman.core.backup.Backup;
import io.backupman.core.notifier.Notifiers;
import io.backupman.core.report.Delivery;
import io.backupman.core.report.DeliveryStatus;
import io.backupman.core.report.DeliveryTrigger;
import io.backupman.core.report.Report;
import io.backupman.core.report.ReportFactory;
import io.backupman.core.report.ReportWithDeliveries;
import io.backupman.core.report.Route;
import io.backupman.core.testing.RecordingNotifier;
import io.backupman.core.testing.Records;
import io.backupman.notifier.spi.BackupStatus;
import io.backupman.notifier.spi.Notification;
import io.backupman.notifier.spi.NotificationException;
import io.backupman.notifier.spi.Outage;
import io.backupman.notifier.spi.OverdueBackup;
import io.backupman.notifier.spi.Receipt;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reports that come too late, and channels that skip them. */
class SupersessionTest {
  private final NotificationException refused = NotificationException.retryable("Refused.");

  /** As a channel that sets a state. */
  private static final RecordingNotifier.Behaviour SKIPS =
      (n, d) -> {
        if (n.superseded()) {
          throw NotificationException.skipped("Not sent: too late.");
        }
        return Receipt.taken();
      };

  private final RecordingNotifier pager = new RecordingNotifier("Ann", "Bob");
  private final RecordingNotifier log = new RecordingNotifier("log");
  private final RunningWorker worker = new RunningWorker(Duration.ofMinutes(5));
  private final ReportFactory reports = new ReportFactory(worker::notifiers, worker.clock);

  @BeforeEach
  void start() {
    worker.use(pager.named("pager").withFallback("log"), log.named("log"));
    worker.start();
  }

  @AfterEach
  void close() {
    worker.close();
  }

  @Test
  void aReportThatIsTriedAgainIsSupersededByANewerOneAboutTheSameDataSource() {
    pager.fails(refused);
    var shop = reported("Shop", BackupStatus.FAILED);
    var blog = reported("Blog", BackupStatus.FAILED);
    await().until(() -> worker.attempts(shop) == 2 && worker.attempts(blog) == 2);
    pager.works();
    worker.clock.advance(Duration.ofSeconds(1));
    var newer = reported("Shop", BackupStatus.FINISHED);
    await().until(() -> worker.count(newer, DeliveryStatus.DELIVERED) == 2);

    worker.later(Duration.ofMinutes(10));

    await().until(() -> sent(shop) == 2 && sent(blog) == 2);
    assertThat(pager.sent())
        .allSatisfy(
            sent ->
                assertThat(sent.notification().superseded())
                    .isEqualTo(sent.notification().reportId().equals(shop.id())));
  }

  @Test
  void aReportThatWasWrittenWhileTheClockWasAheadSupersedesNone() {
    var before = worker.clock.instant();
    var older = reported("Shop", BackupStatus.FINISHED);
    await().until(() -> worker.count(older, DeliveryStatus.DELIVERED) == 2);
    worker.clock.advance(Duration.ofDays(10));
    var ahead = reported("Shop", BackupStatus.FINISHED);
    await().until(() -> worker.count(ahead, DeliveryStatus.DELIVERED) == 2);
    resend(older, "Ann");
    await().until(() -> sent(older) == 3);
    assertThat(pager.sent().getLast().notification().superseded()).as("ahead").isTrue();
    worker.clock.advance(Duration.between(worker.clock.instant(), before).plusSeconds(1));

    var now = reported("Shop", BackupStatus.FAILED);

    await().until(() -> worker.count(now, DeliveryStatus.DELIVERED) == 2);
    assertThat(pager.sent())
        .filteredOn(sent -> sent.notification().reportId().equals(now.id()))
        .isNotEmpty()
        .noneMatch(sent -> sent.notification().superseded());
  }

  @Test
  void whatANewerReportWasNotDeliveredToIsNotSuperseded() {
    pager.fails("Ann", refused);
    var older = reported("Shop", BackupStatus.FAILED);
    worker.clock.advance(Duration.ofSeconds(1));
    var newer = reported("Shop", BackupStatus.FINISHED);
    await()
        .until(
            () ->
                worker.count(older, DeliveryStatus.DELIVERED) == 1
                    && worker.count(newer, DeliveryStatus.DELIVERED) == 1
                    && worker.attempts(newer) == 2);
    pager.works();
    worker.use(pager.named("pager"));
    resend(older, "Ann");

    await().until(() -> sent(older) == 2);
    assertThat(pager.sent().getLast().destination()).isEqualTo("Ann");
    assertThat(pager.sent().getLast().notification().superseded()).isFalse();
  }

  @Test
  void aSkippedReportHasItsReasonAndNothingElseComesOfIt() {
    pager.fails(refused);
    var older = reported("Shop", BackupStatus.FAILED);
    await().until(() -> worker.attempts(older) == 2);
    worker.clock.advance(Duration.ofSeconds(1));
    pager.behave(SKIPS);
    var newer = reported("Shop", BackupStatus.FINISHED);
    await().until(() -> worker.count(newer, DeliveryStatus.DELIVERED) == 2);
    assertThat(worker.database.outages().all()).isEmpty();

    resend(older, "Ann");
    await().until(() -> worker.deliveries(older).getLast().status() == DeliveryStatus.SKIPPED);

    var skipped = worker.deliveries(older).getLast();
    assertThat(skipped.lastError()).isEqualTo("Not sent: too late.");
    assertThat(skipped.attemptCount()).isZero();
    assertThat(worker.database.outages().all()).isEmpty();
    assertThat(worker.deliveries(older)).noneMatch(d -> d.notifier().equals("log"));
    assertThat(pager.sent()).hasSize(2);
  }

  @Test
  void aSkippedReportEndsNoOutage() {
    reported("Shop", BackupStatus.FINISHED);
    await().until(() -> pager.sent().size() == 2);
    pager.fails(refused);
    worker.clock.advance(Duration.ofSeconds(1));
    var failing = reported("Shop", BackupStatus.FAILED);
    await().until(() -> worker.attempts(failing) == 2);
    pager.fails(NotificationException.skipped("Not sent."));
    worker.later(Duration.ofMinutes(10));
    await()
        .until(
            () ->
                worker.deliveries(failing).stream()
                    .allMatch(d -> d.status() == DeliveryStatus.SKIPPED));

    assertThat(worker.database.outages().all())
        .extracting(o -> o.outage().destination())
        .contains("Ann", "Bob");
    assertThat(log.sent()).isEmpty();
  }

  @Test
  void anOverdueBackupIsSupersededByAFinishedOneAndAnOlderOneByIt() {
    pager.fails(refused);
    var older = reported("Shop", BackupStatus.FINISHED);
    await().until(() -> worker.attempts(older) == 2);
    pager.works();
    worker.clock.advance(Duration.ofSeconds(1));
    var overdue = told(reports.overdue(overdue("Shop")));
    await().until(() -> worker.count(overdue, DeliveryStatus.DELIVERED) == 2);
    worker.later(Duration.ofMinutes(10));
    await().until(() -> worker.count(older, DeliveryStatus.DELIVERED) == 2);
    var newer = reported("Shop", BackupStatus.FINISHED);
    await().until(() -> worker.count(newer, DeliveryStatus.DELIVERED) == 2);
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
    pager.fails(refused);
    var failing = told(reports.failing(List.of(outage("Carl"))));
    var other = told(reports.failing(List.of(outage("Dora"))));
    await().until(() -> worker.attempts(failing) == 2 && worker.attempts(other) == 2);
    pager.works();
    worker.clock.advance(Duration.ofSeconds(1));
    var over = told(recovered("Carl"));
    await().until(() -> worker.count(over, DeliveryStatus.DELIVERED) == 2);

    worker.later(Duration.ofMinutes(10));

    await().until(() -> sent(failing) == 2 && sent(other) == 2);
    assertThat(pager.sent())
        .allSatisfy(
            sent ->
                assertThat(sent.notification().superseded())
                    .isEqualTo(sent.notification().reportId().equals(failing.id())));
  }

  @Test
  void tellsThatABackupHasStartedWhileItRunsAndNotAfterwards() {
    worker.use(pager.without().named("pager"));
    var running = started();
    worker.wake();
    await().until(() -> pager.sent().size() == 2);
    assertThat(pager.sent())
        .allMatch(s -> s.notification().event().equals(Notification.BACKUP_STARTED))
        .allMatch(
            s ->
                Objects.requireNonNull(s.notification().backup()).status() == BackupStatus.PENDING);
    end(running);

    pager.fails(refused);
    var ended = started();
    worker.wake();
    await().until(() -> worker.attempts(ended.report()) == 2);
    end(ended);
    pager.works();
    worker.later(Duration.ofMinutes(10));

    await().until(() -> worker.count(ended.report(), DeliveryStatus.PENDING) == 0);
    assertThat(worker.deliveries(ended.report()))
        .allSatisfy(
            d -> {
              assertThat(d.status()).isEqualTo(DeliveryStatus.SKIPPED);
              assertThat(d.lastError())
                  .isEqualTo("The backup has ended, so its start is no news any more.");
            });
    assertThat(pager.sent()).hasSize(2);
  }

  /** Goes to the pager only. */
  private Report reported(String label, BackupStatus status) {
    var only = new Notifiers(List.of(pager.named("pager")), List.of());
    return worker.report(label, status, only);
  }

  private ReportWithDeliveries recovered(String destination) {
    return reports.recovered(List.of(outage(destination)), List.of(), route -> false).orElseThrow();
  }

  /** Sent also if it is not true any more, as what somebody sends again is. */
  private Report told(ReportWithDeliveries told) {
    var toPager = List.of(new Route("pager", "Ann"), new Route("pager", "Bob"));
    var id = told.report().id();
    worker
        .database
        .reports()
        .add(
            told.report(),
            Delivery.due(id, toPager, DeliveryTrigger.RESEND, worker.clock.instant()));
    worker.wake();
    return told.report();
  }

  private Outage outage(String destination) {
    return new Outage("mail", destination, worker.clock.instant(), null, "Refused.");
  }

  /** A running backup and the report of its start. */
  private record Started(Backup backup, Report report) {}

  private Started started() {
    var pending = Records.pending("Shop", worker.clock.instant(), UUID.randomUUID());
    var told = reports.started(pending.snapshot());
    worker.database.backups().begin(pending, told);
    return new Started(pending, told.orElseThrow().report());
  }

  private void end(Started started) {
    var ended = started.backup().snapshot().toBuilder().status(BackupStatus.FAILED).build();
    var report = reports.ended(ended).report();
    assertThat(worker.database.backups().finish(started.backup().with(ended), report, List.of()))
        .isTrue();
  }

  private void resend(Report report, String destination) {
    worker
        .database
        .reports()
        .add(
            Delivery.due(
                report.id(),
                List.of(new Route("pager", destination)),
                DeliveryTrigger.RESEND,
                worker.clock.instant()));
    worker.wake();
  }

  private long sent(Report report) {
    return pager.sent().stream()
        .filter(sent -> sent.notification().reportId().equals(report.id()))
        .count();
  }
}
