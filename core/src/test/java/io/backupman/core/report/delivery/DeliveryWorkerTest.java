package io.backupman.core.report.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.backupman.core.notifier.HungSends;
import io.backupman.core.report.Addressing;
import io.backupman.core.report.Attempt;
import io.backupman.core.report.Delivery;
import io.backupman.core.report.DeliveryStatus;
import io.backupman.core.report.DeliveryTrigger;
import io.backupman.core.report.Report;
import io.backupman.core.testing.RecordingNotifier;
import io.backupman.core.testing.Records;
import io.backupman.notifier.spi.BackupStatus;
import io.backupman.notifier.spi.NotificationException;
import io.backupman.notifier.spi.Receipt;
import io.backupman.notifier.spi.summary.Summary;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeliveryWorkerTest {
  private static final List<Duration> DELAYS = List.of(Duration.ofSeconds(5), Duration.ofHours(1));

  private final RecordingNotifier channel = new RecordingNotifier("Ann", "Bob");
  private final RunningWorker worker =
      new RunningWorker(DELAYS.toArray(Duration[]::new)).use(channel.named("chat"));

  @BeforeEach
  void start() {
    worker.start();
  }

  @AfterEach
  void close() {
    worker.close();
  }

  @Test
  void sendsAReportToEveryDestination() {
    var report = worker.report(BackupStatus.FINISHED);

    var deliveries = worker.awaitAll(report, DeliveryStatus.DELIVERED);

    assertThat(channel.sent())
        .extracting(RecordingNotifier.Sent::destination)
        .containsExactlyInAnyOrder("Ann", "Bob");
    assertThat(channel.sent())
        .allSatisfy(
            s -> {
              assertThat(s.notification().reportId()).isEqualTo(report.id());
              assertThat(s.notification().attempt()).isEqualTo(1);
              assertThat(Summary.of(s.notification(), ZoneOffset.UTC).title()).startsWith("Shop: ");
            });
    assertThat(deliveries)
        .allSatisfy(
            d -> {
              assertThat(d.attemptCount()).isEqualTo(1);
              assertThat(d.deliveredAt()).isNotNull();
              assertThat(d.nextAttemptAt()).isNull();
            });
    assertThat(worker.database.reports().attempts(deliveries.getFirst().id()))
        .singleElement()
        .satisfies(
            a -> {
              assertThat(a.outcome()).isEqualTo(Attempt.Outcome.DELIVERED);
              assertThat(a.statusCode()).isEqualTo(200);
              assertThat(a.detail()).isEqualTo("ok");
              assertThat(a.node()).isEqualTo("node-1");
            });
  }

  @Test
  void findsADeliveryThatNobodyToldItOf() {
    var report =
        Records.reported(
            worker.database.backups(),
            worker.notifiers(),
            "Shop",
            BackupStatus.FINISHED,
            worker.clock.instant());

    worker.awaitAll(report, DeliveryStatus.DELIVERED);
  }

  @Test
  void triesAgainAsTheScheduleSaysAndGivesUpWhenItIsOver() {
    channel.fails(
        NotificationException.retryable("The token s3cret was refused.").withStatusCode(503));
    var report = worker.report(BackupStatus.FINISHED);

    worker.awaitAttempts(report, 1);
    assertThat(worker.deliveries(report))
        .allSatisfy(
            d -> {
              assertThat(d.status()).isEqualTo(DeliveryStatus.PENDING);
              assertThat(d.lastError()).isEqualTo("The token *** was refused.");
              assertThat(d.nextAttemptAt())
                  .isBetween(
                      worker.clock.instant().plusSeconds(4), worker.clock.instant().plusSeconds(6));
            });
    worker.later(Duration.ofSeconds(7));
    worker.awaitAttempts(report, 2);
    worker.later(Duration.ofHours(2));

    var ended = worker.awaitAll(report, DeliveryStatus.FAILED);
    assertThat(ended).allSatisfy(d -> assertThat(d.attemptCount()).isEqualTo(3));
    assertThat(worker.database.reports().attempts(ended.getFirst().id()))
        .extracting(Attempt::number)
        .containsExactly(1, 2, 3);
    assertThat(worker.database.reports().attempts(ended.getFirst().id()))
        .allSatisfy(
            a -> {
              assertThat(a.outcome()).isEqualTo(Attempt.Outcome.RETRY);
              assertThat(a.statusCode()).isEqualTo(503);
            });
  }

  @Test
  void deliversOnceWhenTheReceiverComesBack() {
    channel.fails(NotificationException.retryable("down"));
    var report = worker.report(BackupStatus.FINISHED);
    worker.awaitAttempts(report, 1);

    channel.works();
    worker.later(Duration.ofSeconds(7));

    worker.awaitAll(report, DeliveryStatus.DELIVERED);
    assertThat(channel.sent()).hasSize(2);
  }

  @Test
  void givesUpAtOnceWhereTheNotifierSaysThatItIsOfNoUse() {
    channel.fails(NotificationException.permanent("no such user"));
    var report = worker.report(BackupStatus.FINISHED);

    assertThat(worker.awaitAll(report, DeliveryStatus.FAILED))
        .allSatisfy(d -> assertThat(d.attemptCount()).isEqualTo(1));
  }

  @Test
  void waitsAsLongAsTheOtherSideAsks() {
    channel.fails(NotificationException.retryable("busy", Duration.ofMinutes(30)));
    var report = worker.report(BackupStatus.FINISHED);

    worker.awaitAttempts(report, 1);
    assertThat(worker.deliveries(report))
        .allSatisfy(
            d -> assertThat(d.nextAttemptAt()).isEqualTo(worker.clock.instant().plusSeconds(1800)));
  }

  @Test
  void countsAnErrorOfAPluginAsAnAttemptAndGoesOn() {
    channel.behave(
        (n, d) -> {
          if (d.name().equals("Ann")) {
            throw new NoClassDefFoundError("com/example/Secret");
          }
          return Receipt.taken();
        });
    var report = worker.report(BackupStatus.FINISHED);

    await()
        .untilAsserted(
            () ->
                assertThat(worker.deliveries(report))
                    .extracting(Delivery::destination, Delivery::status, Delivery::lastError)
                    .containsExactlyInAnyOrder(
                        tuple(
                            "Ann",
                            DeliveryStatus.PENDING,
                            "The notifier failed in a way that it should not; the log has the"
                                + " details."),
                        tuple("Bob", DeliveryStatus.DELIVERED, null)));
  }

  @Test
  void givesUpAReportWhosePayloadIsDamagedAndSaysSo() {
    var now = worker.clock.instant();
    var pending = Records.pending("Shop", now, UUID.randomUUID());
    worker.database.backups().begin(pending);
    var report =
        new Report(
            UUID.randomUUID(), "backup_report", pending.id(), "Shop", "failed", "{\"Id\":", now);
    worker
        .database
        .backups()
        .finish(
            pending.with(pending.snapshot().toBuilder().status(BackupStatus.FAILED).build()),
            report,
            Delivery.due(
                report.id(),
                new Addressing(worker.notifiers()).of(report),
                DeliveryTrigger.AUTOMATIC,
                now));
    worker.wake();

    assertThat(worker.awaitAll(report, DeliveryStatus.FAILED))
        .allSatisfy(
            d ->
                assertThat(d.lastError())
                    .isEqualTo("The stored report is damaged; the log has the details."));
  }

  @Test
  void sendsNothingThroughANotifierThatIsSetAsideUntilItsSendsComeBack() {
    var hanging = new CompletableFuture<Void>();
    var aside = channel.named("chat");
    for (var i = 0; i < HungSends.TOO_MANY; i++) {
      aside.hung().add(hanging);
    }
    worker.use(aside);
    var report = worker.report(BackupStatus.FINISHED);

    await()
        .untilAsserted(
            () ->
                assertThat(worker.deliveries(report))
                    .extracting(Delivery::destination, Delivery::attemptCount, Delivery::lastError)
                    .containsExactly(
                        tuple("Ann", 0, aside.detail()), tuple("Bob", 0, aside.detail())));
    assertThat(aside.detail()).startsWith("3 sends have not come back");
    assertThat(channel.sent()).isEmpty();

    hanging.complete(null);
    await().until(aside::usable);
    worker.later(Duration.ofMinutes(2));
    worker.awaitAll(report, DeliveryStatus.DELIVERED);
  }

  @Test
  void givesUpADeliveryWhoseNotifierWasTakenOutOfTheConfigurationForGood() {
    channel.fails(NotificationException.retryable("down"));
    var report = worker.report(BackupStatus.FINISHED);
    worker.awaitAttempts(report, 1);

    worker.use();
    worker.later(Duration.ofMinutes(5));
    await()
        .untilAsserted(
            () ->
                assertThat(worker.deliveries(report))
                    .allSatisfy(
                        d ->
                            assertThat(d.lastError())
                                .isEqualTo(
                                    "The notifier \"chat\" is not switched on in config.yml.")));
    assertThat(worker.deliveries(report)).allMatch(d -> d.status() == DeliveryStatus.PENDING);
    worker.later(Duration.ofHours(2));

    worker.awaitAll(report, DeliveryStatus.FAILED);
  }

  @Test
  void letsARunningSendFinishWhenItIsStopped() throws InterruptedException {
    var sending = new CountDownLatch(2);
    var mayEnd = new CountDownLatch(1);
    channel.behave(
        (n, d) -> {
          sending.countDown();
          mayEnd.await();
          return Receipt.taken();
        });
    var report = worker.report(BackupStatus.FINISHED);
    sending.await();

    var stop = Thread.ofVirtual().start(() -> worker.stop(Duration.ofSeconds(20)));
    mayEnd.countDown();
    stop.join();

    assertThat(worker.deliveries(report)).allMatch(d -> d.status() == DeliveryStatus.DELIVERED);
  }

  @Test
  void interruptsASendThatDoesNotFinishAndLeavesItsDeliveryForLater() {
    var sending = new CountDownLatch(2);
    channel.behave(
        (n, d) -> {
          sending.countDown();
          new CountDownLatch(1).await();
          return Receipt.taken();
        });
    var report = worker.report(BackupStatus.FINISHED);
    await().until(() -> sending.getCount() == 0);

    worker.stop(Duration.ofMillis(100));

    assertThat(worker.deliveries(report))
        .allSatisfy(
            d -> {
              assertThat(d.status()).isEqualTo(DeliveryStatus.PENDING);
              assertThat(d.nextAttemptAt()).isNotNull();
              assertThat(d.lastError()).isEqualTo("Backupman was stopped while it was being sent.");
            });
  }

  @Test
  void aStopInTheMiddleOfTheLastAttemptIsNotTheEndOfTheDelivery() {
    var sending = new CountDownLatch(2);
    channel.behave(
        (n, d) -> {
          if (n.attempt() <= DELAYS.size()) {
            throw NotificationException.retryable("Down.");
          }
          sending.countDown();
          new CountDownLatch(1).await();
          return Receipt.taken();
        });
    var report = worker.report(BackupStatus.FINISHED);
    for (var delay : DELAYS) {
      var made = DELAYS.indexOf(delay) + 1;
      await()
          .until(() -> worker.deliveries(report).stream().allMatch(d -> d.attemptCount() == made));
      worker.later(delay.multipliedBy(2));
    }
    await().until(() -> sending.getCount() == 0);

    worker.stop(Duration.ofMillis(100));

    assertThat(worker.deliveries(report))
        .allSatisfy(
            d -> {
              assertThat(d.status()).isEqualTo(DeliveryStatus.PENDING);
              assertThat(d.attemptCount()).isEqualTo(DELAYS.size() + 1);
            });
  }

  @Test
  void isNotSlowedByMoreDeliveriesThanItMaySendAtOnce() {
    for (var i = 0; i < 25; i++) {
      worker.report(BackupStatus.FINISHED);
    }

    await().untilAsserted(() -> assertThat(channel.sent()).hasSize(50));
    assertThat(channel.sent()).doesNotHaveDuplicates();
  }
}
