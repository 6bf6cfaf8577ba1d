package io.backupman.core.report;

import io.backupman.core.notifier.ConfiguredNotifier;
import io.backupman.core.notifier.Notifiers;
import io.backupman.core.notifier.Notifiers.Target;
import io.backupman.notifier.spi.Destination;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where a recovery sends a report: to the destinations of now whose latest delivery of it is in the
 * status that was asked for.
 */
final class RecoveryTargets {
  private final Recovery recovery;
  private final List<ConfiguredNotifier> notifiers;

  RecoveryTargets(Recovery recovery, Notifiers notifiers) {
    this.recovery = recovery;
    this.notifiers = notifiers.enabled().stream().filter(n -> recovery.covers(n.name())).toList();
  }

  List<Target> of(ReportWithDeliveries report) {
    if (!recovery.covers(report.report())) {
      return List.of();
    }
    return notifiers.stream().flatMap(notifier -> of(report, notifier)).toList();
  }

  private Stream<Target> of(ReportWithDeliveries report, ConfiguredNotifier notifier) {
    var own =
        report.deliveries().stream().filter(d -> d.notifier().equals(notifier.name())).toList();
    var names =
        notifier.usable()
            ? ofUsable(notifier.destinations(), own, report.report())
            : ofUnusable(own);
    return names
        .filter(recovery::coversDestination)
        .map(name -> new Target(notifier.name(), Optional.of(name)));
  }

  private Stream<String> ofUsable(
      List<Destination> destinations, List<Delivery> own, Report report) {
    return destinations.stream()
        .filter(
            destination ->
                latest(own, destination.name())
                    .filter(d -> d.status() == recovery.delivery())
                    .filter(d -> wasMeant(destination, d, report))
                    .isPresent())
        .map(Destination::name);
  }

  /** The destinations of a notifier that is not usable now are only known from the records. */
  private Stream<String> ofUnusable(List<Delivery> own) {
    return own.stream()
        .map(Delivery::destination)
        .distinct()
        .filter(
            name ->
                latest(own, name)
                    .filter(d -> d.status() == recovery.delivery())
                    .filter(d -> d.destination().equals(name))
                    .isPresent());
  }

  /** None if one is on its way, whatever became of those that were made after it. */
  private static Optional<Delivery> latest(List<Delivery> own, String destination) {
    var made =
        own.stream().filter(d -> d.destination().equals(destination) || isToEvery(d)).toList();
    return made.isEmpty() || made.stream().anyMatch(d -> d.status() == DeliveryStatus.PENDING)
        ? Optional.empty()
        : Optional.of(made.getLast());
  }

  private static boolean isToEvery(Delivery delivery) {
    return delivery.destination().equals(Delivery.EVERY_DESTINATION);
  }

  /** What was to go to every destination was never to go to those that do not want it. */
  private static boolean wasMeant(Destination destination, Delivery delivery, Report report) {
    if (!isToEvery(delivery) || !delivery.asksSubscriptions()) {
      return true;
    }
    return Event.of(report).isCovered(destination.subscription(), report.status(), report.label());
  }
}
