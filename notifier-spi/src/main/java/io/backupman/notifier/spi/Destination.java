package io.backupman.notifier.spi;

import java.util.Objects;

/**
 * One receiver of a notifier: a mail address, an endpoint, a chat room. Two are equal if both name
 * and subscription are.
 *
 * @param name how the user calls it; unique within its notifier, not blank, at most 200 characters;
 *     the host refuses {@code *}, by which it calls all of them
 * @param subscription which reports it gets; the host asks it before it calls {@link Notifier#send}
 */
public record Destination(String name, Subscription subscription) {

  /**
   * Checks the name.
   *
   * @throws IllegalArgumentException if the name is blank or too long
   */
  public Destination {
    Objects.requireNonNull(subscription, "subscription");
    if (name.isBlank() || name.length() > 200) {
      throw new IllegalArgumentException(
          "A destination's name has 1 to 200 characters, not " + name.length() + ".");
    }
  }

  /** A destination that gets every report its notifier gets. */
  public static Destination of(String name) {
    return new Destination(name, Subscription.ALL);
  }
}
