package io.backupman.api.metrics;

import io.backupman.core.report.Attempt;
import io.backupman.core.report.Delivery;
import io.backupman.core.report.DeliveryStatus;
import io.backupman.core.report.DeliveryTrigger;
import io.backupman.core.report.Route;
import io.prometheus.metrics.core.metrics.Counter;
import java.util.List;

/**
 * Counts what becomes of deliveries in this process, without those of tests. Safe for use by
 * several threads.
 */
final class DeliveryCounts {
  private static final List<DeliveryStatus> ENDS =
      List.of(DeliveryStatus.DELIVERED, DeliveryStatus.FAILED, DeliveryStatus.SKIPPED);

  private static final String[] LABELS = {"notifier", "destination", "outcome"};

  private final RouteLabels routes;
  private final Counter deliveries;
  private final Counter attempts;

  DeliveryCounts(RouteLabels routes, Values values) {
    this.routes = routes;
    deliveries =
        values.counter(
            "backupman_deliveries_total", "Deliveries of reports that have ended.", LABELS);
    attempts =
        values.counter(
            "backupman_delivery_attempts_total", "Attempts to deliver reports, by end.", LABELS);
  }

  /** Has a count of each route that is configured now, 0 if nothing was sent, and no other. */
  void keepUp() {
    deliveries.removeIf(labels -> !routes.isKept(labels));
    attempts.removeIf(labels -> !routes.isKept(labels));
    for (var route : routes.all()) {
      ENDS.forEach(end -> deliveries.initLabelValues(labels(route, end.word())));
      for (var outcome : Attempt.Outcome.values()) {
        attempts.initLabelValues(labels(route, outcome.word()));
      }
    }
  }

  void ended(Delivery delivery, DeliveryStatus status) {
    count(deliveries, delivery, status.word());
  }

  void attempted(Delivery delivery, Attempt attempt) {
    count(attempts, delivery, attempt.outcome().word());
  }

  private void count(Counter counter, Delivery delivery, String outcome) {
    if (delivery.trigger() != DeliveryTrigger.TEST) {
      counter.labelValues(labels(routes.of(Route.of(delivery)), outcome)).inc();
    }
  }

  private static String[] labels(Route route, String outcome) {
    return new String[] {route.notifier(), route.destination(), outcome};
  }
}
