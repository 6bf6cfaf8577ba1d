package io.backupman.core.report.delivery;

import static org.awaitility.Awaitility.await;

import io.backupman.core.notifier.ConfiguredNotifier;
import io.backupman.core.notifier.Notifiers;
import io.backupman.core.report.Delivery;
import io.backupman.core.report.DeliveryStatus;
import io.backupman.core.report.Report;
import io.backupman.core.report.ReportQuery;
import io.backupman.core.report.ReportWithDeliveries;
import io.backupman.core.report.Route;
import io.backupman.core.report.delivery.DeliveryWorker.NodeName;
import io.backupman.core.store.Database;
import io.backupman.core.store.MigratedDatabase;
import io.backupman.core.testing.Records;
import io.backupman.core.testing.SettableClock;
import io.backupman.notifier.spi.BackupStatus;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A worker that delivers the reports of a database in memory, as "node-1". Its clock stands still
 * until it is moved, also for what is held back, and its notifiers can be replaced, as by a reload.
 * It masks "s3cret".
 */
public final class RunningWorker implements AutoCloseable {
  private static final int USUALLY_AT_ONCE = 8;

  public final Database database = MigratedDatabase.open();
  public final SettableClock clock = new SettableClock();
  private final WatchedQueue queue = new WatchedQueue(database.deliveryQueue());
  private final RetrySchedule schedule;
  private final DeliveryWorker worker;
  private volatile Notifiers notifiers = Notifiers.NONE;

  /** Not started yet, and without notifiers. */
  public RunningWorker(Duration... retryDelays) {
    this(USUALLY_AT_ONCE, retryDelays);
  }

  /** With so many attempts at once. */
  public RunningWorker(int atOnce, Duration... retryDelays) {
    this(UUID.randomUUID(), atOnce, retryDelays);
  }

  /** Of this process. */
  public RunningWorker(UUID node, Duration... retryDelays) {
    this(node, USUALLY_AT_ONCE, retryDelays);
  }

  private RunningWorker(UUID node, int atOnce, Duration... retryDelays) {
    schedule = new RetrySchedule(List.of(retryDelays), new Random(1));
    worker =
        new DeliveryWorker(
            queue.queue(),
            this::notifiers,
            schedule,
            atOnce,
            new NodeName(node, "node-1"),
            text -> text.replace("s3cret", "***"),
            clock,
            Leases.Terms.USUAL,
            new RateLimits(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis())),
            DeliveryListener.NONE);
  }

  /** Starts to deliver. */
  public void start() {
    worker.start();
  }

  /** Says that there are new deliveries: by itself the worker looks every few seconds only. */
  public void wake() {
    worker.wake();
  }

  /** Stops, and interrupts what has not ended by then. */
  public void stop(Duration grace) {
    worker.stop(grace);
  }

  /** Has these notifiers from now on. */
  public RunningWorker use(ConfiguredNotifier... all) {
    notifiers = new Notifiers(List.of(all), List.of());
    return this;
  }

  /** The notifiers of now. */
  public Notifiers notifiers() {
    return notifiers;
  }

  /** How often a delivery is tried again. */
  public int retries() {
    return schedule.retries();
  }

  /** Whether only another process can send on a route now. */
  public boolean leavesToOthers(Route route) {
    return worker.leavesToOthers(route);
  }

  /** Lets time pass, and the worker notice. */
  public void later(Duration time) {
    clock.advance(time);
    wake();
  }

  /** Has a backup of "Shop" end, whose report goes to the notifiers of now. */
  public Report report(BackupStatus status) {
    return report("Shop", status, notifiers);
  }

  /** Has a backup end, whose report goes to these notifiers. */
  public Report report(String label, BackupStatus status, Notifiers recipients) {
    var report = Records.reported(database.backups(), recipients, label, status, clock.instant());
    wake();
    return report;
  }

  /** The newest reports of an event, or of all. */
  public List<ReportWithDeliveries> reports(@Nullable String event) {
    return database
        .reports()
        .list(new ReportQuery(99, null, event, null, null, null, null, null, null, null))
        .results();
  }

  /** What has become of a report. */
  public List<Delivery> deliveries(Report report) {
    return database.reports().deliveries(report.id());
  }

  /** How many attempts there were to deliver a report to these destinations, or to all. */
  public int attempts(Report report, String... destinations) {
    var only = Set.of(destinations);
    return deliveries(report).stream()
        .filter(d -> only.isEmpty() || only.contains(d.destination()))
        .mapToInt(Delivery::attemptCount)
        .sum();
  }

  /** How many deliveries of a report are in a state. */
  public long count(Report report, DeliveryStatus status) {
    return deliveries(report).stream().filter(d -> d.status() == status).count();
  }

  /** Waits until all deliveries of a report are in a state. */
  public List<Delivery> awaitAll(Report report, DeliveryStatus status) {
    await()
        .until(
            () ->
                !deliveries(report).isEmpty()
                    && deliveries(report).stream().allMatch(d -> d.status() == status));
    return deliveries(report);
  }

  /** Waits until each delivery of a report has failed so often. */
  public List<Delivery> awaitAttempts(Report report, int each) {
    await()
        .until(
            () ->
                deliveries(report).stream()
                    .allMatch(d -> d.attemptCount() == each && Objects.nonNull(d.lastError())));
    return deliveries(report);
  }

  /** Lets days pass until something is so: who waits looks again on one of the next days. */
  public void asDaysGoBy(Callable<Boolean> condition) {
    await()
        .until(
            () -> {
              later(Duration.ofDays(1));
              return condition.call();
            });
  }

  /** Waits until what is due is done, and what becomes due by that, and nothing is being sent. */
  public void settle() {
    await()
        .until(
            () -> {
              wake();
              return queue.isQuiet(this::nothingIsDue);
            });
  }

  private boolean nothingIsDue() {
    return reports(null).stream()
        .flatMap(told -> told.deliveries().stream())
        .map(Delivery::nextAttemptAt)
        .noneMatch(next -> next != null && !clock.instant().isBefore(next));
  }

  /** How often the queue was called since the start, beside being asked what waits. */
  int calls() {
    return queue.calls();
  }

  @Override
  public void close() {
    worker.stop(Duration.ofSeconds(5));
    database.close();
  }
}
