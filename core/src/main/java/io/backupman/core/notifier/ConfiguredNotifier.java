package io.backupman.core.notifier;

import io.backupman.notifier.spi.Destination;
import io.backupman.notifier.spi.Notifier;
import io.backupman.notifier.spi.Subscription;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A notifier of the configuration.
 *
 * @param name its name there
 * @param type the type of its provider
 * @param source where the provider comes from: {@link #BUILT_IN}, a plugin's file name, or empty if
 *     no provider of the type was found
 * @param enabled whether it is switched on
 * @param subscription which reports it gets
 * @param notifier the notifier itself; {@code null} if it is switched off or not usable
 * @param destinations its destinations; empty if the notifier is not usable
 * @param detail why it is not usable, in words; empty if it is
 */
public record ConfiguredNotifier(
    String name,
    String type,
    String source,
    boolean enabled,
    Subscription subscription,
    @Nullable Notifier notifier,
    List<Destination> destinations,
    String detail) {

  /** The source of the notifiers that come with the server. */
  public static final String BUILT_IN = "built-in";

  /** Copies the list. */
  public ConfiguredNotifier {
    destinations = List.copyOf(destinations);
  }

  /** Whether something could be sent through it. */
  public boolean usable() {
    return notifier != null;
  }

  /** The destination of this name. */
  public Optional<Destination> destination(String destinationName) {
    return destinations.stream().filter(d -> d.name().equals(destinationName)).findFirst();
  }
}
