package io.backupman.core.report.delivery;

import io.backupman.core.notifier.ConfiguredNotifier;
import io.backupman.core.notifier.Notifiers;
import io.backupman.core.report.Route;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Knows on which routes this process can send, and whether another one can where it cannot: while
 * servers are reloaded one after the other, or where one of them has a plugin that another has not,
 * each leaves to the others what it would only put off or give up. Safe for use by several threads,
 * but for {@link #publish()}, which is for one.
 */
final class RouteAvailability {
  /** How often routes are told anew: whoever took this process for dead has removed them. */
  private static final Duration TELL_AGAIN = Duration.ofMinutes(1);

  private final DeliveryQueue queue;
  private final UUID nodeId;
  private final Supplier<Notifiers> notifiers;
  private Set<Route> told = Set.of();
  private long toldAt;

  RouteAvailability(DeliveryQueue queue, UUID nodeId, Supplier<Notifiers> notifiers) {
    this.queue = queue;
    this.nodeId = nodeId;
    this.notifiers = notifiers;
    this.toldAt = System.nanoTime() - TELL_AGAIN.toNanos();
  }

  /** Tells the other processes the routes of this one, if they changed or were told long ago. */
  void publish() {
    var now = own();
    if (!now.equals(told) || System.nanoTime() - toldAt >= TELL_AGAIN.toNanos()) {
      queue.publishRoutes(nodeId, now);
      told = now;
      toldAt = System.nanoTime();
    }
  }

  /** Whether a route is another process's, because this one cannot send on it. */
  boolean isOnlyElsewhere(Route route) {
    return !isOwn(route) && queue.isRoutedElsewhere(nodeId, route);
  }

  /** Whether this process can send on a route. */
  boolean isOwn(Route route) {
    return own().contains(route);
  }

  private Set<Route> own() {
    return notifiers.get().enabled().stream()
        .filter(ConfiguredNotifier::usable)
        .flatMap(RouteAvailability::routes)
        .collect(Collectors.toSet());
  }

  /** The routes of a notifier, and the one that stands for all: whoever knows them can divide. */
  private static Stream<Route> routes(ConfiguredNotifier notifier) {
    return Stream.concat(
        Stream.of(Route.toEvery(notifier.name())),
        notifier.destinations().stream().map(d -> new Route(notifier.name(), d.name())));
  }
}
