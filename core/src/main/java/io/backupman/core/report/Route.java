package io.backupman.core.report;

import io.backupman.notifier.spi.Outage;

/**
 * The way to one destination. What waits on one route does not hold up what waits on another.
 *
 * @param notifier the notifier's name in the configuration
 * @param destination the destination's name, or {@link Delivery#EVERY_DESTINATION}
 */
public record Route(String notifier, String destination) {

  /** The way to all destinations of a notifier of which nobody knows their names. */
  public static Route toEvery(String notifier) {
    return new Route(notifier, Delivery.EVERY_DESTINATION);
  }

  /** The way that a delivery goes. */
  public static Route of(Delivery delivery) {
    return new Route(delivery.notifier(), delivery.destination());
  }

  /** The way to a destination that is, or was, not reached. */
  public static Route of(Outage outage) {
    return new Route(outage.notifier(), outage.destination());
  }

  /** Whether it stands for all destinations of its notifier. */
  public boolean isToEvery() {
    return destination.equals(Delivery.EVERY_DESTINATION);
  }
}
