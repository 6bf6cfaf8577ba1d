package io.backupman.core.report;

import io.backupman.core.notifier.Notifiers;
import io.backupman.core.report.ReportStore.ReportWithDeliveries;
import io.backupman.notifier.spi.Outage;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Raises an alarm for each destination that has been failing for long: one report, through all
 * other notifiers. Any number of processes may look at once; each outage is told once. Safe for use
 * by several threads.
 */
public final class OutageAlarm {
  private static final System.Logger LOG = System.getLogger(OutageAlarm.class.getName());

  private final OutageStore store;
  private final Supplier<Notifiers> notifiers;
  private final Duration after;
  private final Clock clock;
  private final Predicate<Route> elsewhere;
  private final Runnable committed;

  /**
   * An alarm.
   *
   * @param store has the outages
   * @param notifiers the notifiers of now
   * @param after how long a destination may fail before somebody is told
   * @param clock gives times in whole milliseconds
   * @param elsewhere whether only another process can send on a route; its outages are that one's
   * @param committed is told when there are new deliveries
   */
  public OutageAlarm(
      OutageStore store,
      Supplier<Notifiers> notifiers,
      Duration after,
      Clock clock,
      Predicate<Route> elsewhere,
      Runnable committed) {
    this.store = store;
    this.notifiers = notifiers;
    this.after = after;
    this.clock = clock;
    this.elsewhere = elsewhere;
    this.committed = committed;
  }

  /** Looks once, ends what is over, and tells of what is failing for too long now. */
  public void raise() {
    var current = notifiers.get();
    store.all().stream()
        .filter(outage -> !isConfigured(outage, current))
        .filter(outage -> !elsewhere.test(new Route(outage.notifier(), outage.destination())))
        .forEach(outage -> apart(outage, () -> end(outage, current)));
    store.unannounced(clock.instant().minus(after)).stream()
        .filter(outage -> isConfigured(outage, current))
        .forEach(outage -> apart(outage, () -> raise(outage, current)));
  }

  /** What cannot be told of one outage keeps nobody from telling of the others. */
  private static void apart(Outage outage, Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      LOG.log(
          System.Logger.Level.ERROR,
          "The outage of \"%s\" / \"%s\" could not be told of or ended; it is looked at again."
              .formatted(outage.notifier(), outage.destination()),
          e);
    }
  }

  /**
   * Nobody misses what was taken out of the configuration. The destinations of a notifier that
   * could not be made are not known.
   */
  private static boolean isConfigured(Outage outage, Notifiers current) {
    return current
        .findEnabled(outage.notifier())
        .filter(n -> n.destinations().isEmpty() || n.destination(outage.destination()).isPresent())
        .isPresent();
  }

  /**
   * Its record would stay for ever, and be a false alarm when the destination comes back. That a
   * plugin is there again is told, since its destinations are known now; that somebody took a
   * destination away is not.
   */
  private void end(Outage outage, Notifiers current) {
    var pluginIsBack =
        outage.destination().equals(Delivery.EVERY_DESTINATION)
            && current.findEnabled(outage.notifier()).isPresent();
    var told =
        pluginIsBack
            ? Optional.of(OutageReports.recovered(outage, current, clock.instant()))
            : Optional.<ReportWithDeliveries>empty();
    if (store.end(outage, told)) {
      committed.run();
    }
  }

  private void raise(Outage outage, Notifiers current) {
    var told = OutageReports.failing(outage, current, clock.instant());
    if (!store.announce(outage, told)) {
      return;
    }
    if (told.deliveries().isEmpty()) {
      LOG.log(
          System.Logger.Level.ERROR,
          "The notifier \"{0}\" has not reached \"{1}\" since {2}, and there is no other notifier"
              + " that could tell anybody: {3}",
          outage.notifier(),
          outage.destination(),
          outage.since(),
          outage.reason());
    }
    committed.run();
  }
}
