package io.backupman.core.report.resend;

import io.backupman.core.notifier.ConfiguredNotifier;
import io.backupman.core.notifier.Notifiers;
import io.backupman.core.report.Addressing;
import io.backupman.core.report.Delivery;
import io.backupman.core.report.DeliveryStatus;
import io.backupman.core.report.Report;
import io.backupman.core.report.ReportWithDeliveries;
import io.backupman.core.report.ResendSelection;
import io.backupman.core.report.Route;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds where a bulk resend sends a report: to the destinations of now whose latest delivery of it
 * is in the status that was asked for.
 */
final class ResendTargets {
  private final ResendSelection selection;
  private final List<ConfiguredNotifier> notifiers;

  ResendTargets(ResendSelection selection, Notifiers notifiers) {
    this.selection = selection;
    this.notifiers = notifiers.enabled().stream().filter(n -> selection.covers(n.name())).toList();
  }

  List<Route> of(ReportWithDeliveries report) {
    if (!selection.covers(report.report())) {
      return List.of();
    }
    return notifiers.stream().flatMap(notifier -> of(report, notifier)).toList();
  }

  private Stream<Route> of(ReportWithDeliveries report, ConfiguredNotifier notifier) {
    var own =
        report.deliveries().stream().filter(d -> d.notifier().equals(notifier.name())).toList();
    return known(notifier, own)
        .filter(route -> selection.coversDestination(route.destination()))
        .filter(
            route ->
                latest(own, route)
                    .filter(d -> d.status() == selection.delivery())
                    .filter(d -> wasMeant(route, d, report.report(), notifier))
                    .isPresent());
  }

  /** The destinations of a notifier that could not be made are only known from the records. */
  private static Stream<Route> known(ConfiguredNotifier notifier, List<Delivery> own) {
    return notifier.isMade()
        ? notifier.destinations().stream().map(d -> new Route(notifier.name(), d.name()))
        : own.stream().map(Route::of).distinct();
  }

  /** The delivery that counts for a route; none if one is on its way, whatever came after it. */
  private static Optional<Delivery> latest(List<Delivery> own, Route route) {
    var made =
        own.stream().filter(d -> Route.of(d).equals(route) || Route.of(d).isToEvery()).toList();
    return made.isEmpty() || made.stream().anyMatch(d -> d.status() == DeliveryStatus.PENDING)
        ? Optional.empty()
        : Optional.of(made.getLast());
  }

  /** Whether a delivery was for a route: one to all destinations only for those that want it. */
  private static boolean wasMeant(
      Route route, Delivery delivery, Report report, ConfiguredNotifier notifier) {
    return Route.of(delivery).equals(route)
        || (notifier.isMade() && Addressing.divided(delivery, report, notifier).contains(route));
  }
}
