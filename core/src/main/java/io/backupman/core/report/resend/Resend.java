package io.backupman.core.report.resend;

import io.backupman.core.notifier.Notifiers;
import io.backupman.core.report.Addressing;
import io.backupman.core.report.Delivery;
import io.backupman.core.report.DeliverySignal;
import io.backupman.core.report.DeliveryTrigger;
import io.backupman.core.report.Event;
import io.backupman.core.report.ReportStore;
import io.backupman.core.request.RequestProblem;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/** Sends stored reports again, to where the configuration of now says. Safe for several threads. */
public final class Resend implements Resender {
  private final ReportStore store;
  private final Supplier<Notifiers> notifiers;
  private final Clock clock;
  private final DeliverySignal signal;

  /**
   * Resends from a store.
   *
   * @param store has the reports
   * @param notifiers the notifiers of now
   * @param clock gives times in whole milliseconds
   * @param signal is given when there are new deliveries
   */
  public Resend(
      ReportStore store, Supplier<Notifiers> notifiers, Clock clock, DeliverySignal signal) {
    this.store = store;
    this.notifiers = notifiers;
    this.clock = clock;
    this.signal = signal;
  }

  @Override
  public List<Delivery> resend(UUID reportId, List<String> names, List<String> destinations) {
    var report =
        store
            .find(reportId)
            .orElseThrow(() -> RequestProblem.notFound("There is no report " + reportId + "."));
    if (!Event.of(report).isSentAgain()) {
      // Somebody waits for a test's answer; sent again it would be retried for days.
      throw RequestProblem.conflict(
          "This is the report of a test, which is not sent again; test the notifier instead.");
    }
    var routes = new Addressing(notifiers.get()).ofNamed(names, destinations);
    if (routes.isEmpty()) {
      throw RequestProblem.conflict(
          "There is nothing to send to: no notifier that is switched on has a destination.");
    }
    var deliveries = Delivery.due(reportId, routes, DeliveryTrigger.RESEND, clock.instant());
    store.add(deliveries);
    signal.give();
    return deliveries;
  }
}
