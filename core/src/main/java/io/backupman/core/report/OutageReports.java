package io.backupman.core.report;

import com.github.f4b6a3.uuid.UuidCreator;
import io.backupman.core.notifier.ConfiguredNotifier;
import io.backupman.core.notifier.Notifiers;
import io.backupman.core.notifier.Notifiers.Target;
import io.backupman.core.report.OutageStore.Over;
import io.backupman.notifier.spi.BackupStatus;
import io.backupman.notifier.spi.Outage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Makes the reports of outages that are told together. */
final class OutageReports {
  private static final int LONGEST_LABEL = 500;

  private OutageReports() {}

  /** The report that destinations have been failing for long. */
  static ReportWithDeliveries failing(List<Outage> outages, Notifiers notifiers, Instant now) {
    return of(Event.NOTIFIER_FAILING, outages, targets(outages, notifiers), now);
  }

  /**
   * Whom to tell that destinations fail: every other destination, but for those of the one notifier
   * that all of them belong to.
   */
  static List<Target> targets(List<Outage> outages, Notifiers notifiers) {
    return notifiers.enabled().stream()
        .filter(n -> outages.stream().anyMatch(o -> !o.notifier().equals(n.name())))
        .filter(n -> n.wants(Event.NOTIFIER_FAILING.word()))
        .flatMap(n -> n.targets().stream())
        .filter(target -> outages.stream().noneMatch(o -> isTo(target, o)))
        .toList();
  }

  private static boolean isTo(Target target, Outage outage) {
    return Route.of(target).equals(new Route(outage.notifier(), outage.destination()));
  }

  /**
   * The report that destinations are reached again, to those who were told that they were not;
   * empty if all of those who were to be told were not.
   *
   * @param elsewhere whether only another process can send on a route
   */
  static Optional<ReportWithDeliveries> recovered(
      Over over, Notifiers notifiers, Predicate<Route> elsewhere, Instant now) {
    var told =
        over.alarm().stream()
            .filter(OutageReports::isTold)
            .map(Route::of)
            .distinct()
            .filter(route -> isWanted(route, notifiers) || elsewhere.test(route))
            .map(route -> new Target(route.notifier(), Optional.of(route.destination())))
            .toList();
    return told.isEmpty() && !over.alarm().isEmpty()
        ? Optional.empty()
        : Optional.of(of(Event.NOTIFIER_RECOVERED, over.outages(), told, now));
  }

  /** One that is not delivered but still waits is being sent. */
  private static boolean isTold(Delivery delivery) {
    return delivery.status() == DeliveryStatus.DELIVERED
        || delivery.status() == DeliveryStatus.PENDING;
  }

  private static boolean isWanted(Route route, Notifiers notifiers) {
    return notifiers
        .findEnabled(route.notifier())
        .filter(n -> n.wants(Event.NOTIFIER_RECOVERED.word()) && has(n, route.destination()))
        .isPresent();
  }

  private static boolean has(ConfiguredNotifier notifier, String destination) {
    return notifier.destinations().isEmpty() || notifier.destination(destination).isPresent();
  }

  private static ReportWithDeliveries of(
      Event event, List<Outage> outages, List<Target> targets, Instant now) {
    var id = UuidCreator.getTimeOrderedEpoch(now);
    var payload = ReportPayload.write(outages, id);
    var status = event == Event.NOTIFIER_FAILING ? BackupStatus.FAILED : BackupStatus.FINISHED;
    var report = new Report(id, event.word(), null, label(outages), status.word(), payload, now);
    return new ReportWithDeliveries(
        report, Reports.deliveries(id, targets, DeliveryTrigger.AUTOMATIC, now));
  }

  /** The names of the notifiers. */
  private static String label(List<Outage> outages) {
    var names = outages.stream().map(Outage::notifier).distinct().collect(Collectors.joining(", "));
    return names.length() <= LONGEST_LABEL ? names : names.substring(0, LONGEST_LABEL - 1) + "…";
  }
}
