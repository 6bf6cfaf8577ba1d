package io.backupman.core.report.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.f4b6a3.uuid.UuidCreator;
import io.backupman.core.notifier.Notifiers;
import io.backupman.core.report.Delivery;
import io.backupman.core.report.DeliveryStatus;
import io.backupman.core.report.DeliveryTrigger;
import io.backupman.core.report.ReportQuery;
import io.backupman.core.testing.RecordingNotifier;
import io.backupman.notifier.spi.BackupStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many deliveries through a notifier that no server can use. */
class UnreachableRouteTest {
  private static final int MANY = 1_000;

  private final RecordingNotifier chat = new RecordingNotifier("Ann");
  private final RecordingNotifier log = new RecordingNotifier("log");
  private final RunningWorker worker = new RunningWorker(Duration.ofDays(3));

  @AfterEach
  void close() {
    worker.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void areLookedAtTogetherAndGoOutOnceItIsThere(boolean isPluginMissing) {
    worker.use(isPluginMissing ? RecordingNotifier.missing("chat") : log.named("log"));
    add(MANY, worker.clock.instant());
    worker.start();

    await().until(this::nothingIsDue);
    var first = worker.calls();
    for (var hour = 0; hour < 12; hour++) {
      worker.later(Duration.ofHours(1));
      await().until(this::nothingIsDue);
    }

    // Each call costs a bounded number of statements.
    assertThat(first).isLessThan(30);
    assertThat(worker.calls()).isLessThan(13 * 30);
    worker.use(chat.named("chat"));
    assertThat(
            worker
                .database
                .deliveryQueue()
                .hasten(Set.of("chat"), Set.of("chat"), worker.clock.instant()))
        .isEqualTo(MANY);
    worker.wake();
    await().until(() -> chat.sent().size() > 100);
  }

  @Test
  void theYoungerOnesOfThemAreLookedAtSooner() {
    worker.use(RecordingNotifier.missing("chat"));
    add(3, worker.clock.instant().minus(Duration.ofDays(1)));
    add(3, worker.clock.instant().minus(Duration.ofHours(5)));
    add(3, worker.clock.instant());
    worker.start();

    await().until(this::nothingIsDue);

    assertThat(deliveries())
        .extracting(d -> Duration.between(worker.clock.instant(), d.nextAttemptAt()).toMinutes())
        .containsExactlyInAnyOrder(60L, 60L, 60L, 6L, 6L, 6L, 1L, 1L, 1L);
  }

  @Test
  void aTestThroughItIsGivenUpAllTheSame() {
    worker.use(RecordingNotifier.missing("chat"));
    add(20, worker.clock.instant(), DeliveryTrigger.TEST);
    add(20, worker.clock.instant());
    worker.start();

    await().until(this::nothingIsDue);

    assertThat(deliveries())
        .allSatisfy(
            d ->
                assertThat(d.status())
                    .isEqualTo(
                        d.trigger() == DeliveryTrigger.TEST
                            ? DeliveryStatus.FAILED
                            : DeliveryStatus.PENDING));
  }

  private boolean nothingIsDue() {
    return worker.database.deliveryQueue().waiting().stream()
        .allMatch(w -> w.dueAt().isAfter(worker.clock.instant()));
  }

  private void add(int count, Instant at) {
    add(count, at, DeliveryTrigger.AUTOMATIC);
  }

  private void add(int count, Instant at, DeliveryTrigger trigger) {
    var report = worker.report("Shop", BackupStatus.FINISHED, Notifiers.NONE);
    var all = new ArrayList<Delivery>();
    for (var i = 0; i < count; i++) {
      all.add(
          new Delivery(
              UuidCreator.getTimeOrderedEpoch(),
              report.id(),
              "chat",
              "Ann",
              DeliveryStatus.PENDING,
              trigger,
              0,
              at,
              at,
              null,
              null));
    }
    worker.database.reports().add(all);
  }

  private List<Delivery> deliveries() {
    return worker.database.reports().list(ReportQuery.newest(100)).results().stream()
        .flatMap(r -> r.deliveries().stream())
        .toList();
  }
}
