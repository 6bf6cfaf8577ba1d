package io.backupman.core.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.backupman.core.drive.WholeLog;
import io.backupman.core.notifier.Notifiers;
import io.backupman.core.report.DeliveryWorker.NodeName;
import io.backupman.core.store.Database;
import io.backupman.core.store.DatabaseSettings;
import io.backupman.core.testing.RecordingNotifier;
import io.backupman.core.testing.Records;
import io.backupman.core.testing.SettableClock;
import io.backupman.notifier.spi.BackupStatus;
import io.backupman.notifier.spi.Notification;
import io.backupman.notifier.spi.NotificationException;
import io.backupman.notifier.spi.Outage;
import io.backupman.notifier.spi.Receipt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Destinations that begin to fail one after the other. */
class ManyOutagesTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final int MANY = 16;

  private final Database database = Database.open(new DatabaseSettings.Memory());
  private final SettableClock clock = new SettableClock();
  private final Set<String> away = ConcurrentHashMap.newKeySet();
  private final List<Integer> told = new ArrayList<>();
  private final RecordingNotifier mail =
      new RecordingNotifier(IntStream.range(0, MANY).mapToObj(i -> "a" + i).toArray(String[]::new));
  private final RecordingNotifier chat = new RecordingNotifier("ops");
  private final Notifiers notifiers =
      new Notifiers(List.of(mail.named("mail"), chat.named("chat")), List.of());
  private final RetrySchedule schedule =
      new RetrySchedule(
          Stream.of("5s", "5m", "30m", "2h", "5h", "10h", "10h", "24h", "48h", "96h")
              .map(text -> Duration.parse("PT" + text))
              .toList(),
          new Random(1));
  private final DeliveryWorker worker =
      new DeliveryWorker(
          database.reports(),
          () -> notifiers,
          schedule,
          8,
          new NodeName(UUID.randomUUID(), "node-1"),
          text -> text,
          clock);
  private final OutageAlarm alarm =
      new OutageAlarm(
          database.outages(),
          () -> notifiers,
          HOUR,
          schedule.retries(),
          clock,
          worker::leavesToOthers,
          worker::wake);

  @BeforeEach
  void start() {
    mail.behave(
        (n, d) -> {
          if (away.contains(d.name())) {
            throw NotificationException.retryable("No route to host.");
          }
          return Receipt.taken();
        });
    worker.start();
  }

  @AfterEach
  void close() {
    worker.stop(Duration.ofSeconds(5));
    database.close();
  }

  /** As with one mail server, and a data source for each address that is backed up in turn. */
  @Test
  void theFirstIsToldOfWithoutWaitingForAllThatFollow() {
    for (var minute = 0; minute < MANY; minute++) {
      away.add("a" + minute);
      report();
      pass(MINUTE);
    }
    pass(HOUR.minus(MINUTE.multipliedBy(MANY)));

    for (var minute = 0; minute < MANY; minute++) {
      pass(MINUTE);
      told.add(alarms().size());
    }

    assertThat(told.get(8)).as("the first of several, within minutes").isEqualTo(1);
    minutes(10);
    assertThat(alarms().stream().flatMap(List::stream)).hasSize(MANY).doesNotHaveDuplicates();
    assertThat(alarms()).hasSizeLessThan(5);
  }

  /** The first one is told of together with the chat, to the other addresses. */
  @Test
  void theLogSaysOnceOfEachThatNobodyCanBeTold() {
    chat.behave(
        (n, d) -> {
          throw NotificationException.retryable("No route to host.");
        });
    away.add("a0");
    report();
    pass(MINUTE.multipliedBy(20));
    away.add("a1");
    report();
    pass(MINUTE.multipliedBy(20));
    away.add("a2");
    report();
    try (var log = new WholeLog()) {
      for (var tens = 0; tens < 8; tens++) {
        pass(MINUTE.multipliedBy(10));
      }

      assertThat(log.text().lines().filter(line -> line.contains("nobody can be told")))
          .extracting(line -> line.replaceAll(".* has not reached \"(.*?)\".*", "$1"))
          .containsExactly("a1", "a2");
    }
    assertThat(alarms()).isEmpty();
  }

  private List<List<Outage>> alarms() {
    return chat.sent().stream()
        .map(RecordingNotifier.Sent::notification)
        .filter(n -> n.event().equals(Notification.NOTIFIER_FAILING))
        .map(Notification::outages)
        .toList();
  }

  private Stream<Delivery> all() {
    return database
        .reports()
        .list(new ReportQuery(99, null, null, null, null, null, null, null, null, null))
        .results()
        .stream()
        .flatMap(told -> told.deliveries().stream());
  }

  private void report() {
    Records.reported(database.backups(), notifiers, "Shop", BackupStatus.FINISHED, clock.instant());
    settle();
  }

  private void minutes(int count) {
    for (var minute = 0; minute < count; minute++) {
      pass(MINUTE);
    }
  }

  /** Time goes by, and what is due is done. */
  private void pass(Duration time) {
    clock.advance(time);
    alarm.raise();
    settle();
  }

  private void settle() {
    worker.wake();
    await()
        .until(
            () ->
                all()
                    .map(Delivery::nextAttemptAt)
                    .filter(Objects::nonNull)
                    .allMatch(clock.instant()::isBefore));
  }
}
