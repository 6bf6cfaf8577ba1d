package io.backupman.core.report.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.backupman.core.notifier.Notifiers;
import io.backupman.core.report.Delivery;
import io.backupman.core.report.DeliveryTrigger;
import io.backupman.core.report.Report;
import io.backupman.core.testing.RecordingNotifier;
import io.backupman.core.testing.RecordingNotifier.Sent;
import io.backupman.notifier.spi.BackupStatus;
import io.backupman.notifier.spi.Receipt;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A destination has its share of the workers, and no other one's. */
class FairnessTest {
  private static final int CONCURRENCY = 6;
  private static final int BACKLOG = 10_000;

  private final RecordingNotifier channel = new RecordingNotifier("Ann", "Bob", "Cid");
  private final CountDownLatch annMayEnd = new CountDownLatch(1);
  private final AtomicInteger annAtOnce = new AtomicInteger();
  private final AtomicInteger annAtMost = new AtomicInteger();
  private final RunningWorker worker =
      new RunningWorker(CONCURRENCY, Duration.ofSeconds(5)).use(channel.named("chat"));

  @AfterEach
  void close() {
    annMayEnd.countDown();
    worker.close();
  }

  @Test
  void aDestinationThatHangsTakesItsShareAndOthersAreServed() {
    channel.behave(
        (n, d) -> {
          if (d.name().equals("Ann")) {
            annAtMost.accumulateAndGet(annAtOnce.incrementAndGet(), Math::max);
            annMayEnd.await();
            annAtOnce.decrementAndGet();
          }
          return Receipt.taken();
        });
    worker.start();
    IntStream.range(0, 20).forEach(i -> worker.report(BackupStatus.FINISHED));

    await().until(() -> sentTo("Bob") == 20 && sentTo("Cid") == 20);
    await().until(() -> annAtOnce.get() == CONCURRENCY / 3);

    annMayEnd.countDown();
    await().until(() -> sentTo("Ann") == 20);
    assertThat(annAtMost).hasValue(CONCURRENCY / 3);
  }

  @Test
  void tenThousandThatWaitForOneDestinationDoNotHoldUpAnother() {
    var report = worker.report(BackupStatus.FINISHED);
    worker
        .database
        .reports()
        .add(Stream.generate(() -> due(report, "Ann")).limit(BACKLOG).toList());
    worker.start();
    await().until(() -> sentTo("Ann") > 100);
    worker.clock.advance(Duration.ofSeconds(1)); // so that these are the youngest
    worker.database.reports().add(List.of(due(report, "Cid"), due(report, "Cid")));
    var before = sentTo("Cid");
    worker.wake();

    await().until(() -> sentTo("Cid") == before + 2);

    assertThat(sentTo("Ann")).isLessThan(BACKLOG / 2);
  }

  @Test
  void everyDestinationIsServedThoughThereAreMoreThanPlaces() {
    var many = new RecordingNotifier(names(CONCURRENCY * 5));
    var all = new Notifiers(List.of(many.named("chat")), List.of());
    assertThat(new ConcurrencyShares(() -> all, CONCURRENCY).each()).isEqualTo(1);
    assertThat(new ConcurrencyShares(worker::notifiers, CONCURRENCY).each()).isEqualTo(2);
    assertThat(new ConcurrencyShares(() -> Notifiers.NONE, CONCURRENCY).each())
        .isEqualTo(CONCURRENCY);
  }

  private static String[] names(int count) {
    return IntStream.range(0, count).mapToObj(i -> "d" + i).toArray(String[]::new);
  }

  private Delivery due(Report report, String destination) {
    return Delivery.due(
        UUID.randomUUID(),
        report.id(),
        "chat",
        destination,
        DeliveryTrigger.RESEND,
        worker.clock.instant());
  }

  private long sentTo(String destination) {
    return channel.sent().stream().map(Sent::destination).filter(destination::equals).count();
  }
}
