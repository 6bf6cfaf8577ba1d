package io.backupman.core.report.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.backupman.core.notifier.Notifiers;
import io.backupman.core.report.DeliveryStatus;
import io.backupman.core.report.Report;
import io.backupman.core.report.Route;
import io.backupman.core.report.delivery.DeliveryWorker.NodeName;
import io.backupman.core.store.Database;
import io.backupman.core.store.MigratedDatabase;
import io.backupman.core.testing.RecordingNotifier;
import io.backupman.core.testing.Records;
import io.backupman.core.testing.SettableClock;
import io.backupman.notifier.spi.BackupStatus;
import io.backupman.notifier.spi.Receipt;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LeasesTest {
  private static final Duration LEASE = Duration.ofSeconds(60);

  private final Database database = MigratedDatabase.open();
  private final SettableClock clock = new SettableClock();
  private final RecordingNotifier slow = new RecordingNotifier("Ann");
  private final CountDownLatch mayEnd = new CountDownLatch(1);
  private final Notifiers ofSlow = new Notifiers(List.of(slow.named("chat")), List.of());
  private final RecordingNotifier quick = new RecordingNotifier("Ann");

  @AfterEach
  void close() {
    mayEnd.countDown();
    database.close();
  }

  @Test
  void aSendKeepsItsDeliveryForAsLongAsItTakes() {
    var worker = slowWorker(Duration.ofMillis(20));
    try {
      var report = sending(worker);
      for (var i = 0; i < 10; i++) {
        clock.advance(LEASE.minusSeconds(1));
        var renewed = clock.instant().plus(LEASE);
        await()
            .untilAsserted(
                () ->
                    assertThat(database.deliveryQueue().waiting())
                        .singleElement()
                        .satisfies(w -> assertThat(w.dueAt()).isEqualTo(renewed)));
      }
      mayEnd.countDown();
      awaitDelivered(report);
      assertThat(slow.sent()).hasSize(1);
    } finally {
      worker.stop(Duration.ofSeconds(5));
    }
  }

  @Test
  void theLateResultOfANodeThatStoodStillIsRefused() {
    var stalled = stalledWorker();
    var other = worker(quick, "node-2", new Leases.Terms(LEASE, Duration.ofSeconds(20)));
    try {
      var report = sending(stalled);
      var delivery = database.reports().deliveries(report.id()).getFirst();
      other.start();
      clock.advance(LEASE.multipliedBy(2));
      other.wake();
      awaitDelivered(report);

      mayEnd.countDown();
      await().until(() -> !slow.sent().isEmpty());
      stalled.stop(Duration.ofSeconds(10));

      assertThat(database.reports().attempts(delivery.id()))
          .singleElement()
          .satisfies(a -> assertThat(a.node()).isEqualTo("node-2"));
      assertThat(quick.sent()).hasSize(1);
    } finally {
      mayEnd.countDown();
      stalled.stop(Duration.ofSeconds(5));
      other.stop(Duration.ofSeconds(5));
    }
  }

  @Test
  void aStandstillBetweenRenewingAndClaimingLetsNothingBeSentTwice() {
    var standstill = new AtomicBoolean();
    var worker =
        worker(
            () -> {
              if (standstill.getAndSet(false)) {
                clock.advance(LEASE.multipliedBy(2));
              }
              return ofSlow;
            },
            "node-1",
            new Leases.Terms(LEASE, Duration.ofSeconds(20)));
    var begun = new AtomicInteger();
    slow.behave(
        (n, d) -> {
          begun.incrementAndGet();
          mayEnd.await();
          return Receipt.taken();
        });
    try {
      var first = sending(worker);
      await().until(() -> begun.get() == 1);
      var second = reportedNow();
      standstill.set(true);
      worker.wake();
      await().until(() -> begun.get() >= 2);
      mayEnd.countDown();
      awaitDelivered(first);
      awaitDelivered(second);
    } finally {
      worker.stop(Duration.ofSeconds(5));
    }
    assertThat(begun).hasValue(2);
  }

  @Test
  void leasesAreProlongedWhenTheClockSaysThatItIsTimeThoughTheMachineHasSlept() {
    var queue = database.deliveryQueue();
    var inFlight = new InFlight();
    var node = UUID.randomUUID();
    var leases = new Leases(queue, node, inFlight, clock, Leases.Terms.USUAL);
    reportedNow();
    var route = new Route("chat", "Ann");
    queue
        .claim(node, route, clock.instant(), leases.end(clock.instant()), 1)
        .forEach(inFlight::begun);
    clock.advance(Leases.Terms.USUAL.renewEvery());

    leases.renew();

    assertThat(queue.waiting())
        .extracting(DeliveryQueue.Waiting::dueAt)
        .containsExactly(clock.instant().plus(Leases.Terms.USUAL.length()));
  }

  @Test
  void whatAnotherNodeHasTakenOverIsNotProlongedAnyMore() {
    var queue = database.deliveryQueue();
    var inFlight = new InFlight();
    var node = UUID.randomUUID();
    var terms = new Leases.Terms(LEASE, Duration.ofSeconds(20));
    var leases = new Leases(queue, node, inFlight, clock, terms);
    var route = new Route("chat", "Ann");
    for (var label : List.of("Shop", "Blog")) {
      Records.reported(database.backups(), ofSlow, label, BackupStatus.FINISHED, clock.instant());
    }
    var claims = queue.claim(node, route, clock.instant(), leases.end(clock.instant()), 2);
    claims.forEach(inFlight::begun);
    clock.advance(LEASE);
    var taken =
        queue.claim(UUID.randomUUID(), route, clock.instant(), leases.end(clock.instant()), 1);

    leases.renewNow();

    assertThat(inFlight.held())
        .singleElement()
        .satisfies(c -> assertThat(c.delivery()).isNotEqualTo(taken.getFirst().delivery()));
    assertThat(inFlight.count(route)).as("still being sent").isEqualTo(2);
  }

  private DeliveryWorker slowWorker(Duration renewEvery) {
    slowDown();
    return worker(slow, "node-1", new Leases.Terms(LEASE, renewEvery));
  }

  /** Its time stands still with it: it neither renews its lease nor sees that it is over. */
  private DeliveryWorker stalledWorker() {
    slowDown();
    var terms = new Leases.Terms(LEASE, Duration.ofDays(1));
    return worker(() -> ofSlow, "node-1", terms, new SettableClock());
  }

  private void slowDown() {
    slow.behave(
        (n, d) -> {
          mayEnd.await();
          return Receipt.taken();
        });
  }

  private DeliveryWorker worker(RecordingNotifier channel, String node, Leases.Terms terms) {
    var notifiers = new Notifiers(List.of(channel.named("chat")), List.of());
    return worker(() -> notifiers, node, terms);
  }

  private DeliveryWorker worker(Supplier<Notifiers> notifiers, String node, Leases.Terms terms) {
    return worker(notifiers, node, terms, clock);
  }

  private DeliveryWorker worker(
      Supplier<Notifiers> notifiers, String node, Leases.Terms terms, SettableClock clock) {
    return new DeliveryWorker(
        database.deliveryQueue(),
        notifiers,
        new RetrySchedule(List.of(Duration.ofSeconds(5)), new Random(1)),
        4,
        new NodeName(UUID.randomUUID(), node),
        text -> text,
        clock,
        terms,
        new RateLimits(System::nanoTime),
        DeliveryListener.NONE);
  }

  /** Makes a report whose delivery the worker has begun to send. */
  private Report sending(DeliveryWorker worker) {
    var report = reportedNow();
    var due = clock.instant();
    worker.start();
    await()
        .until(
            () ->
                database.deliveryQueue().waiting().stream().allMatch(w -> w.dueAt().isAfter(due)));
    return report;
  }

  private Report reportedNow() {
    return Records.reported(
        database.backups(), ofSlow, "Shop", BackupStatus.FINISHED, clock.instant());
  }

  private void awaitDelivered(Report report) {
    await()
        .until(
            () ->
                database.reports().deliveries(report.id()).getFirst().status()
                    == DeliveryStatus.DELIVERED);
  }
}
