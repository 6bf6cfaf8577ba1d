package io.backupman.core.report;

import io.backupman.core.notifier.Notifiers.Target;

/**
 * The way to one destination. What waits on one route does not hold up what waits on another.
 *
 * @param notifier the notifier's name in the configuration
 * @param destination the destination's name, or {@link Delivery#EVERY_DESTINATION}
 */
public record Route(String notifier, String destination) {

  /** The way that a delivery goes. */
  public static Route of(Delivery delivery) {
    return new Route(delivery.notifier(), delivery.destination());
  }

  /** The way to a target. */
  static Route of(Target target) {
    return new Route(target.notifier(), target.destination().orElse(Delivery.EVERY_DESTINATION));
  }
}
