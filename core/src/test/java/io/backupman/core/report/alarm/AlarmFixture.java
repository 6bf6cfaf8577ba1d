package io.backupman.core.report.alarm;

import io.backupman.core.notifier.ConfiguredNotifier;
import io.backupman.core.notifier.Notifiers;
import io.backupman.core.report.Delivery;
import io.backupman.core.report.Route;
import io.backupman.core.report.delivery.RunningWorker;
import io.backupman.core.testing.RecordingNotifier;
import io.backupman.notifier.spi.BackupStatus;
import io.backupman.notifier.spi.NotificationException;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Notifiers to which a worker delivers, and an alarm that is told after an hour. */
final class AlarmFixture implements AutoCloseable {
  static final Duration HOUR = Duration.ofHours(1);
  static final Duration MINUTE = Duration.ofMinutes(1);
  static final RecordingNotifier.Behaviour AWAY =
      (n, d) -> {
        throw NotificationException.retryable("No route to host.");
      };

  final RunningWorker worker;
  private final OutageAlarm alarm;

  /** Starts the worker. */
  AlarmFixture(List<Duration> retryDelays, ConfiguredNotifier... all) {
    worker = new RunningWorker(retryDelays.toArray(Duration[]::new)).use(all);
    alarm = alarm(worker::notifiers, worker::leavesToOthers);
    worker.start();
  }

  /** The retries that are usual. */
  static List<Duration> usualDelays() {
    return Stream.of("5s", "5m", "30m", "2h", "5h", "10h", "10h", "24h", "48h", "96h")
        .map(text -> Duration.parse("PT" + text))
        .toList();
  }

  /** The alarm of a process with other notifiers. */
  OutageAlarm alarm(Supplier<Notifiers> current, Predicate<Route> elsewhere) {
    return alarm(worker.database.outages(), current, elsewhere);
  }

  /** The alarm of this process over another store. */
  OutageAlarm alarm(OutageStore store) {
    return alarm(store, worker::notifiers, worker::leavesToOthers);
  }

  private OutageAlarm alarm(
      OutageStore store, Supplier<Notifiers> current, Predicate<Route> elsewhere) {
    return new OutageAlarm(
        store, current, HOUR, worker.retries(), worker.clock, elsewhere, worker::wake);
  }

  /** A backup ends, and what is due is done. */
  void report() {
    worker.report(BackupStatus.FINISHED);
    worker.settle();
  }

  void minutes(int count) {
    for (var minute = 0; minute < count; minute++) {
      pass(MINUTE);
    }
  }

  /** Looks once for what is to be told. */
  void raise() {
    alarm.raise();
  }

  /** Looks for what is to be told, and again once it is known whether that is still so. */
  void look() {
    raise();
    worker.settle();
    raise();
  }

  /** Time goes by, and what is due is done. */
  void pass(Duration time) {
    worker.clock.advance(time);
    raise();
    worker.settle();
  }

  Stream<Delivery> deliveries() {
    return worker.reports(null).stream().flatMap(told -> told.deliveries().stream());
  }

  @Override
  public void close() {
    worker.close();
  }
}
