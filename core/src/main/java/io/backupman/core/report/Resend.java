package io.backupman.core.report;

import io.backupman.core.notifier.ConfiguredNotifier;
import io.backupman.core.notifier.Notifiers;
import io.backupman.core.notifier.Notifiers.Target;
import io.backupman.core.problem.RequestProblem;
import io.backupman.notifier.spi.Destination;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Sends stored reports again, to where the configuration of now says. Safe for several threads. */
public final class Resend implements Resender {
  private final ReportStore store;
  private final Supplier<Notifiers> notifiers;
  private final Clock clock;
  private final Runnable committed;

  /**
   * Resends from a store.
   *
   * @param store has the reports
   * @param notifiers the notifiers of now
   * @param clock gives times in whole milliseconds
   * @param committed is told when there are new deliveries
   */
  public Resend(ReportStore store, Supplier<Notifiers> notifiers, Clock clock, Runnable committed) {
    this.store = store;
    this.notifiers = notifiers;
    this.clock = clock;
    this.committed = committed;
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
    var targets = targets(KnownNames.chosen(notifiers.get(), names), destinations);
    if (targets.isEmpty()) {
      throw RequestProblem.conflict(
          "There is nothing to send to: no notifier that is switched on has a destination.");
    }
    var deliveries = Reports.deliveries(reportId, targets, DeliveryTrigger.RESEND, clock.instant());
    store.add(deliveries);
    committed.run();
    return deliveries;
  }

  private static List<Target> targets(List<ConfiguredNotifier> chosen, List<String> destinations) {
    var targets = new ArrayList<Target>();
    for (var notifier : chosen) {
      targetsOf(notifier, destinations).forEach(targets::add);
    }
    destinations.forEach(destination -> KnownNames.requireDestination(destination, chosen));
    return targets;
  }

  /** The destinations of a notifier that could not be made are known to nobody. */
  private static Stream<Target> targetsOf(ConfiguredNotifier notifier, List<String> wanted) {
    if (notifier.destinations().isEmpty()) {
      return wanted.isEmpty()
          ? Stream.of(new Target(notifier.name(), Optional.empty()))
          : Stream.empty();
    }
    return notifier.destinations().stream()
        .map(Destination::name)
        .filter(name -> wanted.isEmpty() || wanted.contains(name))
        .map(name -> new Target(notifier.name(), Optional.of(name)));
  }
}
