package io.backupman.server.app;

import io.backupman.api.Ports;
import io.backupman.core.backup.LivedClock;
import io.backupman.core.node.Node;
import io.backupman.core.notifier.Notifiers;
import io.backupman.core.report.ReportFactory;
import io.backupman.core.report.ReportRetention;
import io.backupman.core.report.alarm.OutageAlarm;
import io.backupman.core.report.delivery.DeliveryListener;
import io.backupman.core.report.delivery.DeliveryWorker;
import io.backupman.core.report.delivery.DeliveryWorker.NodeName;
import io.backupman.core.report.delivery.RetrySchedule;
import io.backupman.core.report.resend.BulkResend;
import io.backupman.core.report.resend.QueuedNotifierTester;
import io.backupman.core.report.resend.Resend;
import io.backupman.core.schedule.ClockSetBack;
import io.backupman.core.schedule.Task;
import io.backupman.core.store.Database;
import io.backupman.server.config.settings.Settings;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** What makes, sends, keeps and sends again reports. */
final class ReportParts {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  /** An attempt has two minutes, and begins at once unless there is much to send. */
  private static final Duration LONGEST_TEST = Duration.ofSeconds(130);

  private final Settings settings;
  private final Database database;
  private final Supplier<Notifiers> notifiers;
  private final Clock clock;
  private final RetrySchedule retrySchedule;
  private final DeliveryWorker worker;
  private final ReportFactory factory;

  ReportParts(
      Settings settings,
      Database database,
      Supplier<Notifiers> notifiers,
      Node node,
      UnaryOperator<String> mask,
      Clock clock,
      DeliveryListener listener) {
    this.settings = settings;
    this.database = database;
    this.notifiers = notifiers;
    this.clock = clock;
    retrySchedule = new RetrySchedule(settings.delivery().retryDelays(), new Random());
    worker =
        new DeliveryWorker(
            database.deliveryQueue(),
            notifiers,
            retrySchedule,
            settings.delivery().concurrency(),
            new NodeName(node.id(), node.name()),
            mask,
            clock,
            listener);
    factory = new ReportFactory(notifiers, clock);
  }

  DeliveryWorker worker() {
    return worker;
  }

  ReportFactory factory() {
    return factory;
  }

  Ports.Reports port() {
    return new Ports.Reports(
        database.reports(),
        new Resend(database.reports(), notifiers, clock, worker::wake),
        new BulkResend(database.reports(), notifiers, clock, worker::wake));
  }

  QueuedNotifierTester tester() {
    return new QueuedNotifierTester(
        database.reports(), notifiers, clock, LONGEST_TEST, worker::wake);
  }

  /** What every process does again and again, however many there are on one database. */
  List<Task> tasks() {
    var after = settings.delivery().alarmAfter();
    var alarm =
        new OutageAlarm(
            database.outages(),
            notifiers,
            after,
            retrySchedule.retries(),
            clock,
            worker::leavesToOthers,
            worker::wake);
    var futureTimes =
        new ClockSetBack(database.futureTimes(), retrySchedule::longestWait, clock, worker::wake);
    var tasks = new ArrayList<Task>();
    tasks.add(Task.every(MINUTE, "to pull in times that lie in the future", futureTimes));
    tasks.add(
        Task.every(
            after.compareTo(MINUTE) < 0 ? after : MINUTE,
            "to look for destinations that are failing",
            alarm::raise));
    settings
        .retention()
        .reports()
        .map(this::retention)
        .map(r -> Task.every(Duration.ofHours(1), "to delete old reports", r::deleteOld))
        .ifPresent(tasks::add);
    return tasks;
  }

  private ReportRetention retention(Duration age) {
    return new ReportRetention(
        database.reports(), database.audit(), age, new LivedClock(database.removals(), clock, age));
  }
}
