package io.backupman.core.report.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.backupman.core.report.Delivery;
import io.backupman.core.report.DeliveryStatus;
import io.backupman.core.report.Report;
import io.backupman.core.testing.RecordingNotifier;
import io.backupman.notifier.spi.BackupStatus;
import io.backupman.notifier.spi.NotificationException;
import io.backupman.notifier.spi.Receipt;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A receiver that takes only so much at once gets everything, and no report pays for it. */
class RateLimitedDeliveryTest {
  private static final Duration ASKED = Duration.ofSeconds(2);
  private static final int REPORTS = 40;
  private static final int TAKEN_AT_ONCE = 5;

  private final RecordingNotifier channel = new RecordingNotifier("Ann");
  private final AtomicInteger refusals = new AtomicInteger();
  private final RunningWorker worker =
      new RunningWorker(Duration.ofDays(1)).use(channel.named("chat"));

  @AfterEach
  void close() {
    worker.close();
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
    IntStream.range(0, REPORTS).forEach(i -> worker.report(BackupStatus.FINISHED));
    worker.start();

    await()
        .pollInterval(Duration.ofMillis(5))
        .until(
            () -> {
              worker.later(ASKED.dividedBy(10));
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
    var report = worker.report(BackupStatus.FINISHED);
    worker.start();

    await()
        .until(
            () -> {
              worker.later(ASKED);
              return answers.get() == 4;
            });
    await().until(() -> worker.database.reports().attempts(delivery(report).id()).size() == 4);

    assertThat(delivery(report).status()).isEqualTo(DeliveryStatus.PENDING);
    assertThat(delivery(report).nextAttemptAt())
        .as("the first wait of the schedule")
        .isAfter(worker.clock.instant().plus(Duration.ofHours(19)));
  }

  @Test
  void whoNeverTakesAnythingIsGivenUpWhenTheScheduleIsOver() {
    channel.behave(
        (notification, destination) -> {
          refusals.incrementAndGet();
          throw NotificationException.retryable("Too many.").withStatusCode(429);
        });
    var report = worker.report(BackupStatus.FINISHED);
    worker.start();
    await().until(() -> refusals.get() == 1);
    assertThat(delivery(report).status()).isEqualTo(DeliveryStatus.PENDING);

    worker.later(Duration.ofDays(2));
    await().until(() -> delivery(report).status() == DeliveryStatus.FAILED);
    assertThat(refusals).hasValue(2);
  }

  private Delivery delivery(Report report) {
    return worker.database.reports().deliveries(report.id()).getFirst();
  }

  /** Takes a few reports in each span of time. */
  private final class Window {
    private Instant from = worker.clock.instant();
    private int taken;

    synchronized boolean takes() {
      var now = worker.clock.instant();
      if (now.isAfter(from.plus(ASKED))) {
        from = now;
        taken = 0;
      }
      return taken++ < TAKEN_AT_ONCE;
    }
  }
}
