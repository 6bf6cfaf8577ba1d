package io.backupman.core.report;

import io.backupman.core.notifier.ConfiguredNotifier;
import io.backupman.core.notifier.Notifiers;
import io.backupman.core.request.NearestWord;
import io.backupman.core.request.RequestProblem;
import io.backupman.notifier.spi.Destination;
import io.backupman.notifier.spi.Outage;
import io.backupman.notifier.spi.Subscription;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Decides who gets a report, from the notifiers of the configuration. Whether one of them works
 * just now makes no difference, also if it is set aside: its deliveries wait. Only the destinations
 * of a notifier that could not be made, because its plugin is missing or broken, are known to
 * nobody: all of them are one {@linkplain Route#toEvery route}, which is divided once the notifier
 * is there. Immutable.
 */
public final class Addressing {
  private final Notifiers notifiers;

  /** Addresses reports to some notifiers: to those of them that are switched on. */
  public Addressing(Notifiers notifiers) {
    this.notifiers = notifiers;
  }

  /**
   * Where a new report goes: to the destinations of notifiers that want its event, where both have
   * subscribed to it. What says that destinations fail, or are reached again, goes neither to them
   * nor, if all of them belong to one notifier, through that one.
   */
  public List<Route> of(Report report) {
    return notifiers.enabled().stream().flatMap(n -> of(report, n).stream()).toList();
  }

  private static List<Route> of(Report report, ConfiguredNotifier notifier) {
    return wanted(
        notifier,
        report.event(),
        s -> Event.of(report).isCovered(s, report.status(), report.label()),
        outages(report));
  }

  /** The ways to all destinations. */
  public List<Route> ofAll() {
    return notifiers.enabled().stream().flatMap(n -> routes(n, d -> true)).toList();
  }

  /** Where the news goes that destinations fail. */
  public List<Route> ofFailing(List<Outage> outages) {
    return notifiers.enabled().stream()
        .flatMap(n -> wanted(n, Event.NOTIFIER_FAILING.word(), s -> true, outages).stream())
        .toList();
  }

  private static List<Route> wanted(
      ConfiguredNotifier notifier,
      String event,
      Predicate<Subscription> covered,
      List<Outage> outages) {
    return notifier.wants(event) && covered.test(notifier.subscription())
        ? routesBeside(outages, notifier, d -> covered.test(d.subscription()))
        : List.of();
  }

  /**
   * Where the news goes that destinations are reached again: to those that were told, or are just
   * being told, that they were not. Who is not configured any more, or does not want it, is left
   * out, but for those to whom only another process can send.
   *
   * @param alarm the deliveries of the report that has told of them
   * @param elsewhere whether only another process can send on a route
   */
  List<Route> ofRecovered(List<Delivery> alarm, Predicate<Route> elsewhere) {
    return alarm.stream()
        .filter(d -> d.status() == DeliveryStatus.DELIVERED || d.status() == DeliveryStatus.PENDING)
        .map(Route::of)
        .distinct()
        .filter(route -> wantsRecovered(route) || elsewhere.test(route))
        .toList();
  }

  private boolean wantsRecovered(Route route) {
    return notifiers
        .findEnabled(route.notifier())
        .filter(n -> n.mayHave(route.destination()) && n.wants(Event.NOTIFIER_RECOVERED.word()))
        .isPresent();
  }

  /**
   * Where a report goes that a notifier has given up: to all destinations of the first one in the
   * chain of fallbacks that is switched on and wants its event, whatever the subscriptions say: it
   * was meant for somebody. Nowhere if there is none.
   *
   * @param givenUp the notifier that has given it up
   */
  public List<Route> ofFallback(Report report, String givenUp) {
    if (!Event.of(report).hasFallback()) {
      return List.of();
    }
    var outages = outages(report);
    var seen = new HashSet<String>();
    var next = fallbackOf(givenUp);
    while (next.isPresent() && seen.add(next.get().name())) {
      var routes = standIn(next.get(), report, outages);
      if (!routes.isEmpty()) {
        return routes;
      }
      next = fallbackOf(next.get().name());
    }
    return List.of();
  }

  private Optional<ConfiguredNotifier> fallbackOf(String name) {
    return notifiers
        .find(name)
        .flatMap(n -> Optional.ofNullable(n.fallback()))
        .flatMap(notifiers::find);
  }

  private static List<Route> standIn(
      ConfiguredNotifier notifier, Report report, List<Outage> outages) {
    return notifier.enabled() && notifier.wants(report.event())
        ? routesBeside(outages, notifier, d -> true)
        : List.of();
  }

  /**
   * Which destinations of a notifier a delivery to all of them was meant for: those that its report
   * would go to now if it was made {@linkplain Delivery#asksSubscriptions for} subscribers, and
   * otherwise all of them.
   */
  public static List<Route> divided(Delivery delivery, Report report, ConfiguredNotifier notifier) {
    if (delivery.asksSubscriptions()) {
      return of(report, notifier);
    }
    var outages = delivery.trigger().isRequested() ? List.<Outage>of() : outages(report);
    return routesBeside(outages, notifier, d -> true);
  }

  /**
   * Where a report goes that somebody asks for again: to whatever is named, whoever has subscribed.
   *
   * @param names the names of notifiers; none stands for all
   * @param destinations the names of destinations; none stands for all
   * @throws RequestProblem if one of them is not configured
   */
  public List<Route> ofNamed(List<String> names, List<String> destinations) {
    var chosen = chosen(names);
    destinations.forEach(destination -> requireDestination(destination, chosen));
    return chosen.stream().flatMap(n -> named(n, destinations)).toList();
  }

  /** A name that one notifier has says nothing of another whose destinations are not known. */
  private static Stream<Route> named(ConfiguredNotifier notifier, List<String> destinations) {
    return destinations.isEmpty() || notifier.isMade()
        ? routes(notifier, d -> destinations.isEmpty() || destinations.contains(d.name()))
        : Stream.empty();
  }

  /**
   * Where a test of a notifier goes. One whose destinations are not known takes any name: the
   * answer will say why nothing can be sent.
   *
   * @param destinations the names of destinations; none stands for all
   * @throws RequestProblem if the notifier has no such destination
   */
  public static List<Route> ofTest(ConfiguredNotifier notifier, List<String> destinations) {
    if (!notifier.isMade() && !destinations.isEmpty()) {
      return destinations.stream().distinct().map(d -> new Route(notifier.name(), d)).toList();
    }
    destinations.forEach(destination -> requireDestination(destination, List.of(notifier)));
    return named(notifier, destinations).toList();
  }

  /**
   * The notifiers of these names that are switched on; all of those if there are no names.
   *
   * @throws RequestProblem if one of them is not switched on
   */
  public List<ConfiguredNotifier> chosen(List<String> names) {
    var enabled = notifiers.enabled();
    if (names.isEmpty()) {
      return enabled;
    }
    var known = enabled.stream().map(ConfiguredNotifier::name).toList();
    for (var name : names) {
      if (!known.contains(name)) {
        throw RequestProblem.invalid(NearestWord.unknown("switched-on notifier", name, known));
      }
    }
    return enabled.stream().filter(n -> names.contains(n.name())).toList();
  }

  /**
   * Refuses a destination that none of these notifiers is known to have: a wrong name would only be
   * found out when the notifier is there, days later.
   *
   * @throws RequestProblem with the names that there are
   */
  public static void requireDestination(String destination, List<ConfiguredNotifier> chosen) {
    var known =
        chosen.stream()
            .flatMap(n -> n.destinations().stream())
            .map(Destination::name)
            .distinct()
            .toList();
    if (!known.contains(destination)) {
      var unmade = chosen.stream().filter(n -> !n.isMade()).toList();
      var there =
          known.isEmpty() && !unmade.isEmpty()
              ? Stream.<String>empty()
              : Stream.of(NearestWord.unknown("destination", destination, known));
      throw RequestProblem.invalid(
          Stream.concat(there, unmade.stream().map(Addressing::notKnown))
              .collect(Collectors.joining(" ")));
    }
  }

  private static String notKnown(ConfiguredNotifier notifier) {
    return "The destinations of \"%s\" are not known now: %s"
        .formatted(notifier.name(), notifier.detail());
  }

  private static Stream<Route> routes(ConfiguredNotifier notifier, Predicate<Destination> wanted) {
    return notifier.isMade()
        ? notifier.destinations().stream()
            .filter(wanted)
            .map(d -> new Route(notifier.name(), d.name()))
        : Stream.of(Route.toEvery(notifier.name()));
  }

  /** The ways to destinations, but for those that the outages are about. */
  private static List<Route> routesBeside(
      List<Outage> outages, ConfiguredNotifier notifier, Predicate<Destination> wanted) {
    return routes(notifier, wanted).filter(unlike(outages)).toList();
  }

  /** Routes that the outages of a report are not about. */
  private static Predicate<Route> unlike(List<Outage> outages) {
    var failing = outages.stream().map(Route::of).collect(Collectors.toSet());
    var through = outages.stream().map(Outage::notifier).collect(Collectors.toSet());
    return route ->
        !failing.contains(route) && !(through.size() == 1 && through.contains(route.notifier()));
  }

  private static List<Outage> outages(Report report) {
    if (!Event.of(report).isOfOutages()) {
      return List.of();
    }
    try {
      return ReportPayload.readOutages(report.payload());
    } catch (IllegalStateException damaged) {
      return List.of(); // the attempt will say so
    }
  }
}
