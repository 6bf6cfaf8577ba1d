package io.backupman.core.report.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.backupman.core.notifier.Notifiers;
import io.backupman.core.report.Delivery;
import io.backupman.core.report.DeliveryStatus;
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
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A receiver that takes only so much at once gets everything, and no report pays for it. */
class RateLimitedDeliveryTest {
  private static final Duration ASKED = Duration.ofMillis(200);
  private static final int REPORTS = 40;
  private static final int TAKEN_AT_ONCE = 5;

  private final Database database = Database.open(new DatabaseSettings.Memory());
  private final SettableClock clock = new SettableClock();
  private final RecordingNotifier channel = new RecordingNotifier("Ann");
  private final Notifiers notifiers = new Notifiers(List.of(channel.named("chat")), List.of());
  private final AtomicReference<Notifiers> current = new AtomicReference<>(notifiers);
  private final AtomicInteger refusals = new AtomicInteger();
  private final DeliveryWorker worker =
      new DeliveryWorker(
          database.deliveryQueue(),
          current::get,
          new RetrySchedule(List.of(Duration.ofDays(1)), new Random(1)),
          8,
          new NodeName(UUID.randomUUID(), "node-1"),
          text -> text,
          clock);

  @AfterEach
  void close() {
    worker.stop(Duration.ofSeconds(5));
    database.close();
  }

  @Test
  void allArriveThoughTheScheduleHasLongWaits() {
    var window = new Window();
    channel.behave(
        (notification, destination) -> {
          if (!window.takes()) {
            refusals.incrementAndGet();
            throw NotificationException.retryable("Too many.", ASKED).withStatusCode(429);
          }
          return Receipt.taken();
        });
    IntStream.range(0, REPORTS).forEach(i -> reported());
    worker.start();

    await()
        .until(
            () -> {
              clock.advance(Duration.ofMillis(100)); // the clock of what was put off
              worker.wake();
              return channel.sent().size() == REPORTS;
            });

    assertThat(refusals.get()).as("refusals").isLessThan(REPORTS);
  }

  @Test
  void aRefusalCostsNoStepOfTheSchedule() {
    var answers = new AtomicInteger();
    channel.behave(
        (notification, destination) -> {
          var answer = answers.incrementAndGet();
          if (answer <= 3) {
            throw NotificationException.retryable("Too many.", ASKED).withStatusCode(429);
          }
          throw NotificationException.retryable("Down.");
        });
    var report = reported();
    worker.start();

    await()
        .until(
            () -> {
              clock.advance(ASKED);
              worker.wake();
              return answers.get() == 4;
            });
    await().until(() -> database.reports().attempts(delivery(report).id()).size() == 4);

    assertThat(delivery(report).status()).isEqualTo(DeliveryStatus.PENDING);
    assertThat(delivery(report).nextAttemptAt())
        .as("the first wait of the schedule")
        .isAfter(clock.instant().plus(Duration.ofHours(19)));
  }

  @Test
  void whoNeverTakesAnythingIsGivenUpWhenTheScheduleIsOver() {
    channel.behave(
        (notification, destination) -> {
          refusals.incrementAndGet();
          throw NotificationException.retryable("Too many.").withStatusCode(429);
        });
    var report = reported();
    worker.start();
    await().until(() -> refusals.get() == 1);
    assertThat(delivery(report).status()).isEqualTo(DeliveryStatus.PENDING);

    clock.advance(Duration.ofDays(2));
    current.set(new Notifiers(List.of(channel.named("chat")), List.of())); // which ends the hold
    worker.wake();
    await().until(() -> delivery(report).status() == DeliveryStatus.FAILED);
    assertThat(refusals).hasValue(2);
  }

  private Delivery delivery(Report report) {
    return database.reports().deliveries(report.id()).getFirst();
  }

  private Report reported() {
    return Records.reported(
        database.backups(), notifiers, "Shop", BackupStatus.FINISHED, clock.instant());
  }

  /** Takes a few reports in each span of time. */
  private static final class Window {
    private long from = System.nanoTime();
    private int taken;

    synchronized boolean takes() {
      var now = System.nanoTime();
      if (now - from > ASKED.toNanos()) {
        from = now;
        taken = 0;
      }
      return taken++ < TAKEN_AT_ONCE;
    }
  }
}
