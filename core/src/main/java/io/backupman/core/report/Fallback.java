package io.backupman.core.report;

import io.backupman.core.notifier.ConfiguredNotifier;
import io.backupman.core.notifier.Notifiers;
import io.backupman.core.report.ReportStore.Claim;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** Finds where a report goes when a notifier has given it up. */
final class Fallback {
  private Fallback() {}

  /**
   * The deliveries through the notifier that stands in: the first one in the chain of fallbacks
   * that is switched on and wants the event. To all its destinations, whatever their subscriptions
   * say: the report was meant for somebody.
   */
  static List<Delivery> deliveries(Claim claim, Notifiers notifiers, Instant now) {
    if (!Event.of(claim.report()).hasFallback()) {
      return List.of();
    }
    return standIn(claim, notifiers)
        .map(ConfiguredNotifier::targets)
        .map(t -> Reports.deliveries(claim.report().id(), t, DeliveryTrigger.FALLBACK, now))
        .orElse(List.of());
  }

  private static Optional<ConfiguredNotifier> standIn(Claim claim, Notifiers notifiers) {
    var seen = new HashSet<String>();
    var next = fallbackOf(claim.delivery().notifier(), notifiers);
    while (next.isPresent() && seen.add(next.get().name()) && !fits(next.get(), claim.report())) {
      next = fallbackOf(next.get().name(), notifiers);
    }
    return next.filter(n -> fits(n, claim.report()));
  }

  private static Optional<ConfiguredNotifier> fallbackOf(String name, Notifiers notifiers) {
    return notifiers
        .find(name)
        .flatMap(n -> Optional.ofNullable(n.fallback()))
        .flatMap(notifiers::find);
  }

  /** An outage is never told through the notifier that it is about, whose name is the label. */
  private static boolean fits(ConfiguredNotifier notifier, Report report) {
    return notifier.enabled()
        && notifier.wants(report.event())
        && !(Event.of(report).isOfOutages() && notifier.name().equals(report.label()));
  }
}
