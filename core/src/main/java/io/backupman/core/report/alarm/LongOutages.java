package io.backupman.core.report.alarm;

import io.backupman.core.notifier.ConfiguredNotifier;
import io.backupman.core.notifier.Notifiers;
import io.backupman.core.report.Addressing;
import io.backupman.core.report.DeliverySignal;
import io.backupman.core.report.ReportFactory;
import io.backupman.core.report.Route;
import io.backupman.notifier.spi.Outage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Tells of the destinations that have been failing for long, all in one report. Nothing is told
 * while nobody can be reached, and nothing that may not be true any more: a destination is tried
 * once more before it is told of, since its next retry may be hours away and its outage over. Safe
 * for use by several threads.
 */
final class LongOutages {
  private static final System.Logger LOG = System.getLogger(LongOutages.class.getName());

  private static final Duration TOGETHER = Duration.ofMinutes(5);

  private final OutageStore store;
  private final ReportFactory reports;
  private final Duration after;
  private final int retries;
  private final Clock clock;
  private final Predicate<Route> elsewhere;
  private final DeliverySignal signal;
  private volatile Set<Route> logged = Set.of();

  LongOutages(
      OutageStore store,
      ReportFactory reports,
      Duration after,
      int retries,
      Clock clock,
      Predicate<Route> elsewhere,
      DeliverySignal signal) {
    this.store = store;
    this.reports = reports;
    this.after = after;
    this.retries = retries;
    this.clock = clock;
    this.elsewhere = elsewhere;
    this.signal = signal;
  }

  /**
   * Looks once.
   *
   * @param all the outages of now
   */
  void tell(Notifiers current, List<KnownOutage> all) {
    var now = clock.instant();
    var failing = all.stream().filter(KnownOutage::fails).toList();
    var due = due(failing, current, now);
    var isReached = isReached(outages(due), failing, current);
    if (!isReached) {
      due.stream().filter(known -> !logged.contains(known.route())).forEach(LongOutages::logUntold);
    } else if (!due.isEmpty()) {
      tellOnceProbed(due, now);
    }
    logged =
        due.stream()
            .map(KnownOutage::route)
            .filter(route -> !isReached || logged.contains(route))
            .collect(Collectors.toSet());
  }

  /** Logs an outage once, however often those who would be told come and go meanwhile. */
  private static void logUntold(KnownOutage known) {
    LOG.log(
        System.Logger.Level.ERROR,
        "The notifier \"{0}\" has not reached \"{1}\" since {2}, and nobody can be told, because"
            + " nobody who would be told is reached: {3}",
        known.outage().notifier(),
        known.outage().destination(),
        known.outage().since(),
        known.outage().reason());
  }

  /** The outages to tell of, longest first: if there is one, also those that would be next. */
  private List<KnownOutage> due(List<KnownOutage> all, Notifiers current, Instant now) {
    var since = now.minus(after);
    var configured =
        all.stream().filter(known -> OutageAlarm.isConfigured(known, current)).toList();
    if (configured.stream().noneMatch(known -> known.isUntoldSince(since))) {
      return List.of();
    }
    return configured.stream()
        .filter(known -> known.isUntoldSince(since.plus(together(after.dividedBy(2)))))
        .sorted(Comparator.comparing(known -> known.outage().since()))
        .toList();
  }

  /** How far apart one cause may let destinations fail, and be reached again. */
  static Duration together(Duration atMost) {
    return atMost.compareTo(TOGETHER) < 0 ? atMost : TOGETHER;
  }

  /** Whether one of those who are to be told can be; if there are none, whether anybody can. */
  private boolean isReached(List<Outage> due, List<KnownOutage> all, Notifiers current) {
    var addressing = new Addressing(current);
    var told = addressing.ofFailing(due);
    return (told.isEmpty() ? addressing.ofAll() : told)
        .stream().anyMatch(route -> isReached(route, all, current));
  }

  private boolean isReached(Route route, List<KnownOutage> all, Notifiers current) {
    return all.stream().noneMatch(known -> known.route().equals(route))
        && (current.findEnabled(route.notifier()).filter(ConfiguredNotifier::usable).isPresent()
            || elsewhere.test(route));
  }

  /**
   * Waits until each is known to fail still, so that all are told of in one report; but for those
   * that follow one after the other only so long.
   */
  private void tellOnceProbed(List<KnownOutage> due, Instant now) {
    var probed = due.stream().filter(known -> known.isProbed(now)).toList();
    var answered = probed.stream().filter(known -> known.isAnswered(now)).toList();
    var more = anyIsProbed(due.stream().filter(known -> !known.isProbed(now)).toList(), now);
    if (more) {
      signal.give();
    }
    var complete = !more && answered.size() == probed.size();
    var waitedLong = answered.stream().anyMatch(known -> known.isProbedBefore(now.minus(TOGETHER)));
    if (waitedLong || (complete && !answered.isEmpty())) {
      OutageAlarm.apart(due.getFirst().route(), () -> announce(outages(answered)));
    }
  }

  private boolean anyIsProbed(List<KnownOutage> unprobed, Instant now) {
    var expired = now.minus(KnownOutage.PROBE_COUNTS);
    var any = false;
    for (var known : unprobed) {
      any |=
          OutageAlarm.apart(
              known.route(), () -> store.probe(known.outage(), now, expired, retries));
    }
    return any;
  }

  private void announce(List<Outage> outages) {
    var told = store.announce(outages, reports::failing);
    told.ifPresent(
        report -> {
          if (report.deliveries().isEmpty()) {
            outages.forEach(LongOutages::tellTheLog);
          }
          signal.give();
        });
  }

  private static void tellTheLog(Outage outage) {
    LOG.log(
        System.Logger.Level.ERROR,
        "The notifier \"{0}\" has not reached \"{1}\" since {2}, and there is no other notifier"
            + " that could tell anybody: {3}",
        outage.notifier(),
        outage.destination(),
        outage.since(),
        outage.reason());
  }

  private static List<Outage> outages(List<KnownOutage> known) {
    return known.stream().map(KnownOutage::outage).toList();
  }
}
