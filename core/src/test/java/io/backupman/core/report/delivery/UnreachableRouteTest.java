package io.backupman.core.report.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.f4b6a3.uuid.UuidCreator;
import io.backupman.core.notifier.ConfiguredNotifier;
import io.backupman.core.notifier.Notifiers;
import io.backupman.core.report.Delivery;
import io.backupman.core.report.DeliveryStatus;
import io.backupman.core.report.DeliveryTrigger;
import io.backupman.core.report.ReportQuery;
import io.backupman.core.report.delivery.DeliveryWorker.NodeName;
import io.backupman.core.store.Database;
import io.backupman.core.store.engine.DatabaseSettings;
import io.backupman.core.testing.RecordingNotifier;
import io.backupman.core.testing.Records;
import io.backupman.core.testing.SettableClock;
import io.backupman.notifier.spi.BackupStatus;
import io.backupman.notifier.spi.Subscription;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many deliveries through a notifier that no server can use. */
class UnreachableRouteTest {
  private static final int MANY = 10_000;

  private final Database database = Database.open(new DatabaseSettings.Memory());
  private final AtomicInteger calls = new AtomicInteger();
  private final SettableClock clock = new SettableClock();
  private final RecordingNotifier chat = new RecordingNotifier("Ann");
  private final RecordingNotifier log = new RecordingNotifier("log");
  private final AtomicReference<Notifiers> notifiers = new AtomicReference<>(Notifiers.NONE);
  private final DeliveryWorker worker =
      new DeliveryWorker(
          counted(),
          notifiers::get,
          new RetrySchedule(List.of(Duration.ofDays(3)), new Random(1)),
          8,
          new NodeName(UUID.randomUUID(), "node-1"),
          text -> text,
          clock);

  @AfterEach
  void close() {
    worker.stop(Duration.ofSeconds(5));
    database.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void areLookedAtTogetherAndGoOutOnceItIsThere(boolean isPluginMissing) {
    use(isPluginMissing ? missing() : log.named("log"));
    add(MANY, clock.instant());
    worker.start();

    await().until(this::nothingIsDue);
    var first = calls.getAndSet(0);
    for (var hour = 0; hour < 12; hour++) {
      clock.advance(Duration.ofHours(1));
      worker.wake();
      await().until(this::nothingIsDue);
    }

    assertThat(first).isLessThan(30);
    assertThat(calls.get()).isLessThan(12 * 30);
    use(chat.named("chat"));
    assertThat(database.deliveryQueue().hasten(Set.of("chat"), Set.of("chat"), clock.instant()))
        .isEqualTo(MANY);
    worker.wake();
    await().until(() -> chat.sent().size() > 100);
  }

  @Test
  void theYoungerOnesOfThemAreLookedAtSooner() {
    use(missing());
    add(3, clock.instant().minus(Duration.ofDays(1)));
    add(3, clock.instant().minus(Duration.ofHours(5)));
    add(3, clock.instant());
    worker.start();

    await().until(this::nothingIsDue);

    assertThat(deliveries())
        .extracting(d -> Duration.between(clock.instant(), d.nextAttemptAt()).toMinutes())
        .containsExactlyInAnyOrder(60L, 60L, 60L, 6L, 6L, 6L, 1L, 1L, 1L);
  }

  @Test
  void aTestThroughItIsGivenUpAllTheSame() {
    use(missing());
    add(20, clock.instant(), DeliveryTrigger.TEST);
    add(20, clock.instant());
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

  /** Each call costs a bounded number of statements. */
  private DeliveryQueue counted() {
    var queue = database.deliveryQueue();
    return (DeliveryQueue)
        Proxy.newProxyInstance(
            DeliveryQueue.class.getClassLoader(),
            new Class<?>[] {DeliveryQueue.class},
            (proxy, method, arguments) -> {
              if (!method.getName().equals("waiting")) {
                calls.getAndIncrement();
              }
              try {
                return method.invoke(queue, arguments);
              } catch (InvocationTargetException e) {
                throw e.getTargetException();
              }
            });
  }

  private boolean nothingIsDue() {
    return database.deliveryQueue().waiting().stream()
        .allMatch(w -> w.dueAt().isAfter(clock.instant()));
  }

  private void use(ConfiguredNotifier only) {
    notifiers.set(new Notifiers(List.of(only), List.of()));
  }

  private static ConfiguredNotifier missing() {
    return new ConfiguredNotifier(
        "chat", "recording", "", true, Subscription.ALL, null, List.of(), "No such plugin.");
  }

  private void add(int count, Instant at) {
    add(count, at, DeliveryTrigger.AUTOMATIC);
  }

  private void add(int count, Instant at, DeliveryTrigger trigger) {
    var report =
        Records.reported(
            database.backups(), Notifiers.NONE, "Shop", BackupStatus.FINISHED, clock.instant());
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
    database.reports().add(all);
  }

  private List<Delivery> deliveries() {
    return database.reports().list(ReportQuery.newest(100)).results().stream()
        .flatMap(r -> r.deliveries().stream())
        .toList();
  }
}
