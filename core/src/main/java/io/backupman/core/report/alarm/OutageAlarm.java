package io.backupman.core.report.alarm;

import static java.util.stream.Collectors.groupingBy;

import io.backupman.core.notifier.Notifiers;
import io.backupman.core.report.Delivery;
import io.backupman.core.report.DeliverySignal;
import io.backupman.core.report.ReportFactory;
import io.backupman.core.report.Route;
import io.backupman.notifier.spi.Outage;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Raises one alarm for all destinations that have been failing for long, and tells when they are
 * reached again. Any number of processes may look at once; each outage is told once. Safe for use
 * by several threads.
 */
public final class OutageAlarm {
  private static final System.Logger LOG = System.getLogger(OutageAlarm.class.getName());

  private final OutageStore store;
  private final Supplier<Notifiers> notifiers;
  private final ReportFactory reports;
  private final Duration after;
  private final Clock clock;
  private final Predicate<Route> elsewhere;
  private final DeliverySignal signal;
  private final LongOutages longOnes;

  /**
   * Looks at the outages of a store.
   *
   * @param store has the outages
   * @param notifiers the notifiers of now
   * @param after how long a destination may fail before somebody is told
   * @param retries how many attempts after the first one a delivery has
   * @param clock gives times in whole milliseconds
   * @param elsewhere whether only another process can send on a route; its outages are that one's
   * @param signal is given when there are new deliveries, or some are due sooner
   */
  public OutageAlarm(
      OutageStore store,
      Supplier<Notifiers> notifiers,
      Duration after,
      int retries,
      Clock clock,
      Predicate<Route> elsewhere,
      DeliverySignal signal) {
    this.store = store;
    this.notifiers = notifiers;
    this.reports = new ReportFactory(notifiers, clock);
    this.after = after;
    this.clock = clock;
    this.elsewhere = elsewhere;
    this.signal = signal;
    this.longOnes = new LongOutages(store, reports, after, retries, clock, elsewhere, signal);
  }

  /** Looks once: ends what is over and tells so, and tells of what is failing for too long now. */
  public void raise() {
    var current = notifiers.get();
    var all = store.all();
    if (!all.isEmpty()) {
      endWhatIsOver(all, current);
      tellRecovered();
      all = store.all();
    }
    longOnes.tell(current, all);
  }

  private void endWhatIsOver(List<KnownOutage> all, Notifiers current) {
    all.stream()
        .filter(known -> !isConfigured(known, current) && !elsewhere.test(known.route()))
        .forEach(known -> apart(known.route(), () -> end(known.outage(), current)));
  }

  /** Does work for one outage: if it fails, that keeps nobody from telling of the others. */
  static boolean apart(Route route, Runnable work) {
    try {
      work.run();
      return true;
    } catch (RuntimeException e) {
      LOG.log(
          System.Logger.Level.ERROR,
          "The outage of \"%s\" / \"%s\" could not be told of or ended; it is looked at again."
              .formatted(route.notifier(), route.destination()),
          e);
      return false;
    }
  }

  /**
   * Whether a destination is configured, as far as that is known: nobody misses what was taken out
   * of the configuration.
   */
  static boolean isConfigured(KnownOutage known, Notifiers current) {
    var route = known.route();
    return current
        .findEnabled(route.notifier())
        .filter(n -> n.mayHave(route.destination()))
        .isPresent();
  }

  /**
   * Ends an outage that no delivery will end: its record would stay for ever, and be a false alarm
   * when the destination comes back. That a plugin is there again is told, since its destinations
   * are known now; that somebody took a destination away is not.
   */
  private void end(Outage outage, Notifiers current) {
    var pluginIsBack =
        outage.destination().equals(Delivery.EVERY_DESTINATION)
            && current.findEnabled(outage.notifier()).isPresent();
    if (!pluginIsBack) {
      store.forget(outage);
    } else if (outage.recoveredAt() == null) {
      store.recovered(outage, clock.instant());
    }
  }

  private void tellRecovered() {
    var alarms =
        store.all().stream()
            .filter(known -> known.alarm() != null)
            .collect(groupingBy(known -> Objects.requireNonNull(known.alarm())));
    alarms.forEach(
        (alarm, told) -> {
          if (isToTell(told)) {
            apart(told.getFirst().route(), () -> tellRecovered(alarm));
          }
        });
  }

  /** Whether all of an alarm are over, or the rest takes so long that it has another cause. */
  private boolean isToTell(List<KnownOutage> told) {
    var reached = told.stream().map(k -> k.outage().recoveredAt()).filter(Objects::nonNull);
    var first = reached.min(Comparator.naturalOrder());
    return first.isPresent()
        && (told.stream().noneMatch(KnownOutage::fails)
            || !first.get().isAfter(clock.instant().minus(LongOutages.together(after))));
  }

  private void tellRecovered(UUID alarm) {
    if (store
        .tellRecovered(alarm, over -> reports.recovered(over.outages(), over.alarm(), elsewhere))
        .isPresent()) {
      signal.give();
    }
  }
}
