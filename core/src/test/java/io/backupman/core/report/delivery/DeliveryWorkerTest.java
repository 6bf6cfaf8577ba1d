package io.backupman.core.report.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.backupman.core.notifier.ConfiguredNotifier;
import io.backupman.core.notifier.HungSends;
import io.backupman.core.notifier.Notifiers;
import io.backupman.core.report.Addressing;
import io.backupman.core.report.Attempt;
import io.backupman.core.report.Delivery;
import io.backupman.core.report.DeliveryStatus;
import io.backupman.core.report.DeliveryTrigger;
import io.backupman.core.report.Report;
import io.backupman.core.report.delivery.DeliveryWorker.NodeName;
import io.backupman.core.store.Database;
import io.backupman.core.store.engine.DatabaseSettings;
import io.backupman.core.testing.RecordingNotifier;
import io.backupman.core.testing.Records;
import io.backupman.core.testing.SettableClock;
import io.backupman.notifier.spi.BackupStatus;
import io.backupman.notifier.spi.NotificationException;
import io.backupman.notifier.spi.Receipt;
import io.backupman.notifier.spi.Subscription;
import io.backupman.notifier.spi.summary.Summary;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeliveryWorkerTest {
  private static final List<Duration> DELAYS = List.of(Duration.ofSeconds(5), Duration.ofHours(1));

  private final Database database = Database.open(new DatabaseSettings.Memory());
  private final SettableClock clock = new SettableClock();
  private final RecordingNotifier channel = new RecordingNotifier("Ann", "Bob");
  private final AtomicReference<Notifiers> notifiers =
      new AtomicReference<>(new Notifiers(List.of(channel.named("chat")), List.of()));
  private final DeliveryWorker worker =
      new DeliveryWorker(
          database.deliveryQueue(),
          notifiers::get,
          new RetrySchedule(DELAYS, new Random(1)),
          4,
          new NodeName(UUID.randomUUID(), "node-1"),
          text -> text.replace("s3cret", "***"),
          clock);

  @AfterEach
  void close() {
    worker.stop(Duration.ofSeconds(5));
    database.close();
  }

  @Test
  void sendsAReportToEveryDestination() {
    worker.start();
    var report = reported();
    worker.wake();

    var deliveries = awaitAll(report, DeliveryStatus.DELIVERED);

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
    assertThat(database.reports().attempts(deliveries.getFirst().id()))
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
    worker.start();
    var report = reported();

    awaitAll(report, DeliveryStatus.DELIVERED);
  }

  @Test
  void triesAgainAsTheScheduleSaysAndGivesUpWhenItIsOver() {
    channel.behave(
        (n, d) -> {
          throw NotificationException.retryable("The token s3cret was refused.")
              .withStatusCode(503);
        });
    worker.start();
    var report = reported();
    worker.wake();

    awaitAttempts(report, 1);
    assertThat(deliveries(report))
        .allSatisfy(
            d -> {
              assertThat(d.status()).isEqualTo(DeliveryStatus.PENDING);
              assertThat(d.lastError()).isEqualTo("The token *** was refused.");
              assertThat(d.nextAttemptAt())
                  .isBetween(clock.instant().plusSeconds(4), clock.instant().plusSeconds(6));
            });
    later(Duration.ofSeconds(7));
    awaitAttempts(report, 2);
    later(Duration.ofHours(2));

    var ended = awaitAll(report, DeliveryStatus.FAILED);
    assertThat(ended).allSatisfy(d -> assertThat(d.attemptCount()).isEqualTo(3));
    assertThat(database.reports().attempts(ended.getFirst().id()))
        .extracting(Attempt::number)
        .containsExactly(1, 2, 3);
    assertThat(database.reports().attempts(ended.getFirst().id()))
        .allSatisfy(
            a -> {
              assertThat(a.outcome()).isEqualTo(Attempt.Outcome.RETRY);
              assertThat(a.statusCode()).isEqualTo(503);
            });
  }

  @Test
  void deliversOnceWhenTheReceiverComesBack() {
    channel.behave(
        (n, d) -> {
          throw NotificationException.retryable("down");
        });
    worker.start();
    var report = reported();
    worker.wake();
    awaitAttempts(report, 1);

    channel.behave((n, d) -> Receipt.taken());
    later(Duration.ofSeconds(7));

    awaitAll(report, DeliveryStatus.DELIVERED);
    assertThat(channel.sent()).hasSize(2);
  }

  @Test
  void givesUpAtOnceWhereTheNotifierSaysThatItIsOfNoUse() {
    channel.behave(
        (n, d) -> {
          throw NotificationException.permanent("no such user");
        });
    worker.start();
    var report = reported();
    worker.wake();

    assertThat(awaitAll(report, DeliveryStatus.FAILED))
        .allSatisfy(d -> assertThat(d.attemptCount()).isEqualTo(1));
  }

  @Test
  void waitsAsLongAsTheOtherSideAsks() {
    channel.behave(
        (n, d) -> {
          throw NotificationException.retryable("busy", Duration.ofMinutes(30));
        });
    worker.start();
    var report = reported();
    worker.wake();

    awaitAttempts(report, 1);
    assertThat(deliveries(report))
        .allSatisfy(
            d -> assertThat(d.nextAttemptAt()).isEqualTo(clock.instant().plusSeconds(1800)));
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
    worker.start();
    var report = reported();
    worker.wake();

    await()
        .untilAsserted(
            () ->
                assertThat(deliveries(report))
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
    worker.start();
    var now = clock.instant();
    var pending = Records.pending("Shop", now, UUID.randomUUID());
    database.backups().begin(pending);
    var report =
        new Report(
            UUID.randomUUID(), "backup_report", pending.id(), "Shop", "failed", "{\"Id\":", now);
    database
        .backups()
        .finish(
            pending.with(pending.snapshot().toBuilder().status(BackupStatus.FAILED).build()),
            report,
            Delivery.due(
                report.id(),
                new Addressing(notifiers.get()).of(report),
                DeliveryTrigger.AUTOMATIC,
                now));
    worker.wake();

    assertThat(awaitAll(report, DeliveryStatus.FAILED))
        .allSatisfy(
            d ->
                assertThat(d.lastError())
                    .isEqualTo("The stored report is damaged; the log has the details."));
  }

  @Test
  void letsDeliveriesOfAMissingPluginWaitWithoutAnAttemptAndSendsThemOnceItIsThere() {
    var missing =
        new ConfiguredNotifier(
            "chat", "recording", "", true, Subscription.ALL, null, List.of(), "No such plugin.");
    notifiers.set(new Notifiers(List.of(missing), List.of()));
    worker.start();
    var report = reported();
    worker.wake();
    await()
        .untilAsserted(
            () ->
                assertThat(deliveries(report))
                    .singleElement()
                    .satisfies(
                        d -> {
                          assertThat(d.destination()).isEqualTo(Delivery.EVERY_DESTINATION);
                          assertThat(d.lastError()).isEqualTo("No such plugin.");
                          assertThat(d.attemptCount()).isZero();
                        }));

    later(Duration.ofDays(1));
    await()
        .untilAsserted(
            () ->
                assertThat(deliveries(report))
                    .singleElement()
                    .satisfies(
                        d ->
                            assertThat(d.nextAttemptAt())
                                .isEqualTo(clock.instant().plus(Duration.ofHours(1)))));

    notifiers.set(new Notifiers(List.of(channel.named("chat")), List.of()));
    later(Duration.ofDays(365));

    await()
        .untilAsserted(
            () ->
                assertThat(channel.sent())
                    .extracting(RecordingNotifier.Sent::destination)
                    .containsExactlyInAnyOrder("Ann", "Bob"));
    awaitAll(report, DeliveryStatus.DELIVERED);
  }

  @Test
  void sendsNothingThroughANotifierThatIsSetAsideUntilItsSendsComeBack() {
    var hanging = new CountDownLatch(1);
    var aside = channel.named("chat");
    for (var i = 0; i < HungSends.TOO_MANY; i++) {
      aside.hung().add(Thread.ofVirtual().start(() -> awaitQuietly(hanging)));
    }
    notifiers.set(new Notifiers(List.of(aside), List.of()));
    worker.start();
    var report = reported();
    worker.wake();

    await()
        .untilAsserted(
            () ->
                assertThat(deliveries(report))
                    .extracting(Delivery::destination, Delivery::attemptCount, Delivery::lastError)
                    .containsExactly(
                        tuple("Ann", 0, aside.detail()), tuple("Bob", 0, aside.detail())));
    assertThat(aside.detail()).startsWith("3 sends have not come back");
    assertThat(channel.sent()).isEmpty();

    hanging.countDown();
    await().until(aside::usable);
    later(Duration.ofMinutes(2));
    awaitAll(report, DeliveryStatus.DELIVERED);
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void givesUpADeliveryWhoseNotifierWasTakenOutOfTheConfigurationForGood() {
    channel.behave(
        (n, d) -> {
          throw NotificationException.retryable("down");
        });
    worker.start();
    var report = reported();
    worker.wake();
    awaitAttempts(report, 1);

    notifiers.set(Notifiers.NONE);
    later(Duration.ofMinutes(5));
    await()
        .untilAsserted(
            () ->
                assertThat(deliveries(report))
                    .allSatisfy(
                        d ->
                            assertThat(d.lastError())
                                .isEqualTo(
                                    "The notifier \"chat\" is not switched on in config.yml.")));
    assertThat(deliveries(report)).allMatch(d -> d.status() == DeliveryStatus.PENDING);
    later(Duration.ofHours(2));

    awaitAll(report, DeliveryStatus.FAILED);
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
    worker.start();
    var report = reported();
    worker.wake();
    sending.await();

    var stop = Thread.ofVirtual().start(() -> worker.stop(Duration.ofSeconds(20)));
    mayEnd.countDown();
    stop.join();

    assertThat(deliveries(report)).allMatch(d -> d.status() == DeliveryStatus.DELIVERED);
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
    worker.start();
    var report = reported();
    worker.wake();
    await().until(() -> sending.getCount() == 0);

    worker.stop(Duration.ofMillis(100));

    assertThat(deliveries(report))
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
    worker.start();
    var report = reported();
    worker.wake();
    for (var delay : DELAYS) {
      var made = DELAYS.indexOf(delay) + 1;
      await().until(() -> deliveries(report).stream().allMatch(d -> d.attemptCount() == made));
      later(delay.multipliedBy(2));
    }
    await().until(() -> sending.getCount() == 0);

    worker.stop(Duration.ofMillis(100));

    assertThat(deliveries(report))
        .allSatisfy(
            d -> {
              assertThat(d.status()).isEqualTo(DeliveryStatus.PENDING);
              assertThat(d.attemptCount()).isEqualTo(DELAYS.size() + 1);
            });
  }

  @Test
  void isNotSlowedByMoreDeliveriesThanItMaySendAtOnce() {
    worker.start();
    for (var i = 0; i < 25; i++) {
      reported();
    }
    worker.wake();

    await().untilAsserted(() -> assertThat(channel.sent()).hasSize(50));
    assertThat(channel.sent()).doesNotHaveDuplicates();
  }

  /** Lets time pass, and the worker notice: by itself it looks every few seconds. */
  private void later(Duration time) {
    clock.advance(time);
    worker.wake();
  }

  private Report reported() {
    return Records.reported(
        database.backups(), notifiers.get(), "Shop", BackupStatus.FINISHED, clock.instant());
  }

  private List<Delivery> deliveries(Report report) {
    return database.reports().deliveries(report.id());
  }

  private List<Delivery> awaitAll(Report report, DeliveryStatus status) {
    await()
        .until(
            () ->
                !deliveries(report).isEmpty()
                    && deliveries(report).stream().allMatch(d -> d.status() == status));
    return deliveries(report);
  }

  private void awaitAttempts(Report report, int count) {
    await()
        .until(
            () ->
                deliveries(report).stream()
                    .allMatch(d -> d.attemptCount() == count && Objects.nonNull(d.lastError())));
  }
}
