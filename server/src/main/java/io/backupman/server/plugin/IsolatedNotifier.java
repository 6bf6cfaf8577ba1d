package io.backupman.server.plugin;

import io.backupman.notifier.spi.Destination;
import io.backupman.notifier.spi.Notification;
import io.backupman.notifier.spi.NotificationException;
import io.backupman.notifier.spi.Notifier;
import io.backupman.notifier.spi.Receipt;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;

/**
 * A notifier behind a wall: its code runs with its own context class loader, and whatever it throws
 * against its contract, Errors too, counts as an attempt to be retried. Safe for use by several
 * threads.
 */
final class IsolatedNotifier implements Notifier {
  private static final Logger LOG = System.getLogger(IsolatedNotifier.class.getName());
  private static final Duration LONGEST_CLOSE = Duration.ofSeconds(5);

  private final Notifier notifier;
  private final String who;
  private final ContextLoader context;

  IsolatedNotifier(Notifier notifier, String who, ContextLoader context) {
    this.notifier = notifier;
    this.who = who;
    this.context = context;
  }

  /**
   * The destinations.
   *
   * @throws PluginException if the plugin threw anything, names none, or one name twice
   */
  @Override
  public List<Destination> destinations() {
    List<Destination> destinations;
    try {
      destinations = List.copyOf(context.call(notifier::destinations));
    } catch (Throwable failed) {
      throw new PluginException(sentence("could not name its destinations", failed), failed);
    }
    var names = new HashSet<String>();
    if (destinations.isEmpty()
        || !destinations.stream().map(Destination::name).allMatch(names::add)) {
      throw new PluginException(who + " names no destination, or two of one name: " + names + ".");
    }
    return destinations;
  }

  @Override
  public Receipt send(Notification notification, Destination destination)
      throws NotificationException, InterruptedException {
    var receipt = attempt(() -> notifier.send(notification, destination), "failed to send");
    // It came back, so it has sent; a plugin is not checked for null as our own code is.
    return Objects.requireNonNullElse(receipt, Receipt.taken());
  }

  @Override
  public void check() throws NotificationException, InterruptedException {
    attempt(
        () -> {
          notifier.check();
          return true;
        },
        "failed its check");
  }

  private <T> T attempt(ContextLoader.Code<T> code, String what)
      throws NotificationException, InterruptedException {
    try {
      return context.call(code);
    } catch (NotificationException | InterruptedException agreed) {
      throw agreed;
    } catch (Throwable failed) {
      throw NotificationException.retryable(sentence(what, failed)).causedBy(failed);
    }
  }

  private String sentence(String what, Throwable failed) {
    return who + " " + what + ": " + Reason.named(failed) + ".";
  }

  /**
   * Closes the notifier. A failure is logged, since nobody could do anything about it; one that
   * does not come back within seconds is left behind, so that it keeps nobody from stopping.
   */
  @Override
  public void close() {
    var closing = Thread.ofPlatform().daemon().name("close").start(this::closeHere);
    try {
      if (!closing.join(LONGEST_CLOSE)) {
        closing.interrupt();
        LOG.log(
            Level.WARNING,
            "{0} has not closed a notifier within {1} s; it is left behind.",
            who,
            LONGEST_CLOSE.toSeconds());
      }
    } catch (InterruptedException e) {
      closing.interrupt();
      Thread.currentThread().interrupt();
    }
  }

  private void closeHere() {
    try {
      context.call(
          () -> {
            notifier.close();
            return true;
          });
    } catch (Throwable failed) {
      LOG.log(Level.WARNING, sentence("failed to close a notifier", failed), failed);
    }
  }
}
