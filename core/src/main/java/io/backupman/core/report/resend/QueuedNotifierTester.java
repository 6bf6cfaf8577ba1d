package io.backupman.core.report.resend;

import io.backupman.core.notifier.ConfiguredNotifier;
import io.backupman.core.notifier.Notifiers;
import io.backupman.core.report.Addressing;
import io.backupman.core.report.Delivery;
import io.backupman.core.report.DeliverySignal;
import io.backupman.core.report.DeliveryStatus;
import io.backupman.core.report.ReportFactory;
import io.backupman.core.report.ReportStore;
import io.backupman.core.request.NearestWord;
import io.backupman.core.request.RequestProblem;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Tests notifiers by way of the queue that all reports are sent from: whichever process delivers,
 * delivers the test too. Safe for use by several threads.
 */
public final class QueuedNotifierTester implements NotifierTester {
  private static final Duration LOOK_EVERY = Duration.ofMillis(100);

  private final ReportStore store;
  private final Supplier<Notifiers> notifiers;
  private final ReportFactory reports;
  private final Duration longest;
  private final DeliverySignal signal;

  /**
   * Tests by way of a store.
   *
   * @param store takes the reports
   * @param notifiers the notifiers of now
   * @param clock gives times in whole milliseconds
   * @param longest how long to wait for the outcome; longer than an attempt
   * @param signal is given when there are new deliveries
   */
  public QueuedNotifierTester(
      ReportStore store,
      Supplier<Notifiers> notifiers,
      Clock clock,
      Duration longest,
      DeliverySignal signal) {
    this.store = store;
    this.notifiers = notifiers;
    this.reports = new ReportFactory(notifiers, clock);
    this.longest = longest;
    this.signal = signal;
  }

  @Override
  public List<Result> test(String name, List<String> destinations) throws InterruptedException {
    var routes = Addressing.ofTest(chosen(name), destinations);
    var test = reports.test(routes);
    store.add(test.report(), test.deliveries());
    signal.give();
    return awaitEnd(test.report().id()).stream().map(this::result).toList();
  }

  private ConfiguredNotifier chosen(String name) {
    var all = notifiers.get().all();
    var notifier =
        all.stream()
            .filter(n -> n.name().equals(name))
            .findFirst()
            .orElseThrow(() -> unknown(name, all));
    if (!notifier.enabled()) {
      throw RequestProblem.conflict(
          "The notifier \"" + name + "\" is switched off; set notifiers." + name + ".enabled.");
    }
    return notifier;
  }

  private static RequestProblem unknown(String name, List<ConfiguredNotifier> all) {
    return RequestProblem.notFound(
        NearestWord.unknown("notifier", name, all.stream().map(ConfiguredNotifier::name).toList()));
  }

  private List<Delivery> awaitEnd(UUID reportId) throws InterruptedException {
    var begin = System.nanoTime();
    var deliveries = store.deliveries(reportId);
    while (deliveries.stream().anyMatch(QueuedNotifierTester::isPending)
        && System.nanoTime() - begin < longest.toNanos()) {
      TimeUnit.NANOSECONDS.sleep(LOOK_EVERY.toNanos());
      deliveries = store.deliveries(reportId);
    }
    return deliveries;
  }

  private static boolean isPending(Delivery delivery) {
    return delivery.status() == DeliveryStatus.PENDING;
  }

  private Result result(Delivery delivery) {
    if (isPending(delivery)) {
      return failed(
          delivery,
          "No attempt has ended within "
              + longest.toSeconds()
              + " s; it is still made. The report "
              + delivery.reportId()
              + " will tell how it went.");
    }
    var attempts = store.attempts(delivery.id());
    if (attempts.isEmpty()) {
      var reason = delivery.lastError();
      return failed(delivery, reason == null ? "" : reason);
    }
    var last = attempts.getLast();
    var delivered = delivery.status() == DeliveryStatus.DELIVERED;
    return new Result(delivery.destination(), delivered, last.detail(), last.duration());
  }

  private static Result failed(Delivery delivery, String detail) {
    return new Result(delivery.destination(), false, detail, Duration.ZERO);
  }
}
