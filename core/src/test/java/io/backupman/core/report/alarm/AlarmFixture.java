package io.backupman.core.report.alarm;

import static org.awaitility.Awaitility.await;

import io.backupman.core.notifier.Notifiers;
import io.backupman.core.report.Delivery;
import io.backupman.core.report.ReportQuery;
import io.backupman.core.report.ReportWithDeliveries;
import io.backupman.core.report.Route;
import io.backupman.core.report.delivery.DeliveryWorker;
import io.backupman.core.report.delivery.DeliveryWorker.NodeName;
import io.backupman.core.report.delivery.RetrySchedule;
import io.backupman.core.store.Database;
import io.backupman.core.store.engine.DatabaseSettings;
import io.backupman.core.testing.RecordingNotifier;
import io.backupman.core.testing.Records;
import io.backupman.core.testing.SettableClock;
import io.backupman.notifier.spi.BackupStatus;
import io.backupman.notifier.spi.NotificationException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Notifiers to which a worker delivers, and an alarm that is told after an hour. */
final class AlarmFixture implements AutoCloseable {
  static final Duration HOUR = Duration.ofHours(1);
  static final Duration MINUTE = Duration.ofMinutes(1);
  static final RecordingNotifier.Behaviour AWAY =
      (n, d) -> {
        throw NotificationException.retryable("No route to host.");
      };

  final Database database = Database.open(new DatabaseSettings.Memory());
  final SettableClock clock = new SettableClock();
  final RetrySchedule schedule;
  private final Notifiers notifiers;
  private final DeliveryWorker worker;
  private final OutageAlarm alarm;

  /** Starts the worker. */
  AlarmFixture(Notifiers notifiers, List<Duration> retryDelays) {
    this.notifiers = notifiers;
    this.schedule = new RetrySchedule(retryDelays, new Random(1));
    this.worker =
        new DeliveryWorker(
            database.deliveryQueue(),
            () -> notifiers,
            schedule,
            8,
            new NodeName(UUID.randomUUID(), "node-1"),
            text -> text,
            clock);
    this.alarm = alarm(notifiers, worker::leavesToOthers);
    worker.start();
  }

  /** The retries that are usual. */
  static List<Duration> usualDelays() {
    return Stream.of("5s", "5m", "30m", "2h", "5h", "10h", "10h", "24h", "48h", "96h")
        .map(text -> Duration.parse("PT" + text))
        .toList();
  }

  /** The alarm of a process with other notifiers. */
  OutageAlarm alarm(Notifiers current, Predicate<Route> elsewhere) {
    return new OutageAlarm(
        database.outages(),
        () -> current,
        HOUR,
        schedule.retries(),
        clock,
        elsewhere,
        worker::wake);
  }

  void report() {
    report(notifiers);
  }

  void report(Notifiers current) {
    Records.reported(database.backups(), current, "Shop", BackupStatus.FINISHED, clock.instant());
    settle();
  }

  void minutes(int count) {
    for (var minute = 0; minute < count; minute++) {
      pass(MINUTE);
    }
  }

  /** Time goes by, and what is due is done. */
  void pass(Duration time) {
    clock.advance(time);
    alarm.raise();
    settle();
  }

  /** What is due is done. */
  void settle() {
    worker.wake();
    await()
        .until(
            () ->
                deliveries()
                    .map(Delivery::nextAttemptAt)
                    .filter(Objects::nonNull)
                    .allMatch(clock.instant()::isBefore));
  }

  Stream<Delivery> deliveries() {
    return reports(null).stream().flatMap(told -> told.deliveries().stream());
  }

  /** The reports of an event, or all. */
  List<ReportWithDeliveries> reports(@Nullable String event) {
    return database
        .reports()
        .list(new ReportQuery(99, null, event, null, null, null, null, null, null, null))
        .results();
  }

  @Override
  public void close() {
    worker.stop(Duration.ofSeconds(5));
    database.close();
  }
}
