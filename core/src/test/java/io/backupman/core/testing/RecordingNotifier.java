package io.backupman.core.testing;

import io.backupman.core.notifier.ConfiguredNotifier;
import io.backupman.notifier.spi.Destination;
import io.backupman.notifier.spi.Notification;
import io.backupman.notifier.spi.NotificationException;
import io.backupman.notifier.spi.Notifier;
import io.backupman.notifier.spi.Receipt;
import io.backupman.notifier.spi.Subscription;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** A notifier that remembers what it sent, and fails as it is told to. */
public class RecordingNotifier implements Notifier {
  private final List<Destination> destinations;
  private final List<Sent> sent = new CopyOnWriteArrayList<>();
  private volatile Set<String> unwanted = Set.of(Notification.BACKUP_STARTED);
  private volatile Optional<Duration> sendLimit = Optional.empty();
  private volatile Behaviour behaviour = (notification, destination) -> Receipt.of(200, "ok");

  /** With these destinations. */
  public RecordingNotifier(String... destinations) {
    this.destinations = List.of(destinations).stream().map(Destination::of).toList();
  }

  /** What a send does. */
  @FunctionalInterface
  public interface Behaviour {
    /** Sends, or does not. */
    Receipt send(Notification notification, Destination destination)
        throws NotificationException, InterruptedException;
  }

  /** What was sent where. */
  public record Sent(Notification notification, String destination) {}

  /** Sets what a send does from now on. */
  public void behave(Behaviour next) {
    behaviour = next;
  }

  /** Has every send fail from now on. */
  public void fails(NotificationException failure) {
    behave(
        (n, d) -> {
          throw failure;
        });
  }

  /** Has every send to one destination fail from now on, and no other. */
  public void fails(String destination, NotificationException failure) {
    behave(
        (n, d) -> {
          if (d.name().equals(destination)) {
            throw failure;
          }
          return Receipt.taken();
        });
  }

  /** Has every send end well from now on. */
  public void works() {
    behave((n, d) -> Receipt.taken());
  }

  /** Sets which events it does not want. */
  public RecordingNotifier without(String... events) {
    unwanted = Set.of(events);
    return this;
  }

  /** Sets how long a send may take. */
  public void asksFor(Duration limit) {
    sendLimit = Optional.of(limit);
  }

  @Override
  public Optional<Duration> sendLimit() {
    return sendLimit;
  }

  @Override
  public boolean wants(String event) {
    return !unwanted.contains(event);
  }

  /** What was sent, in the order in which the sends ended well. */
  public List<Sent> sent() {
    return sent;
  }

  /** As a notifier of the configuration. */
  public ConfiguredNotifier named(String name) {
    return named(name, Subscription.ALL);
  }

  /** As a notifier of the configuration that hears of some backups only. */
  public ConfiguredNotifier named(String name, Subscription subscription) {
    return new ConfiguredNotifier(
        name, "recording", "test.jar", true, subscription, this, destinations, "");
  }

  /** A notifier of the configuration whose plugin is missing. */
  public static ConfiguredNotifier missing(String name) {
    return missing(name, Subscription.ALL);
  }

  /** A notifier of the configuration, for some backups only, whose plugin is missing. */
  public static ConfiguredNotifier missing(String name, Subscription subscription) {
    return new ConfiguredNotifier(
        name, "recording", "", true, subscription, null, List.of(), "No such plugin.");
  }

  @Override
  public List<Destination> destinations() {
    return destinations;
  }

  @Override
  public Receipt send(Notification notification, Destination destination)
      throws NotificationException, InterruptedException {
    var receipt = behaviour.send(notification, destination);
    sent.add(new Sent(notification, destination.name()));
    return receipt;
  }
}
