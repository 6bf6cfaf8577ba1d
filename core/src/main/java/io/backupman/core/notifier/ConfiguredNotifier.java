package io.backupman.core.notifier;

import io.backupman.notifier.spi.Destination;
import io.backupman.notifier.spi.Notification;
import io.backupman.notifier.spi.Notifier;
import io.backupman.notifier.spi.Subscription;
import java.time.Duration;
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
 * @param destinations its destinations; empty if it is switched off or could not be made
 * @param detail why it is not usable, in words; empty if it is
 * @param fallback the notifier that takes over what this one has given up; {@code null} if none
 *     does
 * @param hung its sends that have not come back; with too many of them it is set aside until they
 *     do, and a reload makes a new one
 * @param threads run its sends
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
    @Nullable String fallback,
    HungSends hung,
    SendThreads threads) {

  private static final System.Logger LOG = System.getLogger(ConfiguredNotifier.class.getName());

  /** The source of the notifiers that come with the server. */
  public static final String BUILT_IN = "built-in";

  /** The longest time that a notifier may ask for: what hangs keeps its places that long. */
  public static final Duration LONGEST_SEND = Duration.ofMinutes(30);

  /** Copies the list. */
  public ConfiguredNotifier {
    destinations = List.copyOf(destinations);
  }

  /** A notifier without a fallback that has sent nothing yet. */
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
        name,
        type,
        source,
        enabled,
        subscription,
        notifier,
        destinations,
        detail,
        null,
        new HungSends(),
        new SendThreads(name));
  }

  /** The same notifier with this fallback. */
  public ConfiguredNotifier withFallback(@Nullable String other) {
    return new ConfiguredNotifier(
        name,
        type,
        source,
        enabled,
        subscription,
        notifier,
        destinations,
        detail,
        other,
        hung,
        threads);
  }

  /** Whether it could be made, so that its destinations are known; it may be set aside now. */
  public boolean isMade() {
    return !destinations.isEmpty();
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

  /** Whether it has a destination of this name, as far as its destinations are known. */
  public boolean mayHave(String destinationName) {
    return !isMade() || destination(destinationName).isPresent();
  }

  /**
   * Whether it is told of an event. One that is not usable cannot be asked: it counts as one that
   * wants what notifiers want by default, and so does one that fails to answer, because a backup
   * must end all the same.
   */
  public boolean wants(String event) {
    var byDefault = !event.equals(Notification.BACKUP_STARTED);
    if (notifier == null) {
      return byDefault;
    }
    try {
      return notifier.wants(event);
    } catch (RuntimeException | LinkageError e) {
      LOG.log(
          System.Logger.Level.ERROR,
          "The notifier \"" + name + "\" could not say whether it wants " + event + ".",
          e);
      return byDefault;
    }
  }
}
