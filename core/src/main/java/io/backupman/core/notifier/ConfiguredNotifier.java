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
 * @param hung its sends that have not come back; with too many of them it is set aside until they
 *     do, and a reload makes a new one
 */
public record ConfiguredNotifier(
    String name,
    String type,
    String source,
    boolean enabled,
    Subscription subscription,
    @Nullable Notifier notifier,
    List<Destination> destinations,
    String detail,
    HungSends hung) {

  /** The source of the notifiers that come with the server. */
  public static final String BUILT_IN = "built-in";

  /** Copies the list. */
  public ConfiguredNotifier {
    destinations = List.copyOf(destinations);
  }

  /** One that has sent nothing yet. */
  public ConfiguredNotifier(
      String name,
      String type,
      String source,
      boolean enabled,
      Subscription subscription,
      @Nullable Notifier notifier,
      List<Destination> destinations,
      String detail) {
    this(
        name, type, source, enabled, subscription, notifier, destinations, detail, new HungSends());
  }

  /** Whether something could be sent through it now. */
  public boolean usable() {
    return notifier != null && !hung.tooMany();
  }

  /** Why it is not usable now, in words; empty if it is. */
  @Override
  public String detail() {
    return detail.isEmpty() && hung.tooMany() ? hung.reason() : detail;
  }

  /** The destination of this name. */
  public Optional<Destination> destination(String destinationName) {
    return destinations.stream().filter(d -> d.name().equals(destinationName)).findFirst();
  }
}
