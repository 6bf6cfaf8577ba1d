package io.backupman.api.metrics;

import io.backupman.core.notifier.ConfiguredNotifier;
import io.backupman.core.notifier.Notifiers;
import io.backupman.core.report.Route;
import java.util.List;
import java.util.function.Supplier;

/** The routes as labels: those that are configured now, and one for all others. */
record RouteLabels(Supplier<Notifiers> notifiers) {
  /** Stands for what was configured once, or is on another server. */
  static final Route OTHERS = new Route("(not configured)", "(not configured)");

  /** All that are configured. */
  List<Route> all() {
    return notifiers.get().enabled().stream().flatMap(n -> routes(n).stream()).toList();
  }

  private static List<Route> routes(ConfiguredNotifier notifier) {
    return notifier.isMade()
        ? notifier.destinations().stream().map(d -> new Route(notifier.name(), d.name())).toList()
        : List.of(Route.toEvery(notifier.name()));
  }

  /** What a route is called. */
  Route of(Route route) {
    return notifiers
        .get()
        .findEnabled(route.notifier())
        .map(notifier -> of(route, notifier))
        .orElse(OTHERS);
  }

  private static Route of(Route route, ConfiguredNotifier notifier) {
    if (!notifier.isMade()) {
      return Route.toEvery(notifier.name()); // nobody knows its destinations now
    }
    return route.isToEvery() || notifier.destination(route.destination()).isPresent()
        ? route
        : OTHERS;
  }

  /** Whether labels are still those of a route that is configured. */
  boolean isKept(List<String> labels) {
    var route = new Route(labels.get(0), labels.get(1));
    return route.equals(OTHERS) || of(route).equals(route);
  }
}
