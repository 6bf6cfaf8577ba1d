package io.backupman.notifier.spi;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A configured channel with its destinations.
 *
 * <p>{@link #send} and {@link #check} are called by several threads at once, each time with the
 * plugin's class loader as the thread's context class loader.
 */
public interface Notifier extends AutoCloseable {

  /**
   * The destinations, at least one, each with a name of its own. The list is the same at every call
   * for the life of this notifier: the host writes the names into its records and later asks {@link
   * #send} for them.
   */
  List<Destination> destinations();

  /**
   * Whether this channel is told of an event. Asked once for each event, as the answer is the same
   * for the life of this notifier; it only decides, within a second. A {@linkplain
   * Notification#TEST test} is sent whatever it says. The default wants everything but {@link
   * Notification#BACKUP_STARTED}.
   *
   * @param event one of the names in {@link Notification}, or one that a newer host has added
   */
  default boolean wants(String event) {
    return !event.equals(Notification.BACKUP_STARTED);
  }

  /**
   * How long one {@link #send} may take until the host interrupts it; empty, the default, means two
   * minutes. Asked once, and answered within a second.
   *
   * <p>More is for protocols that demand more patience, such as SMTP, where the answer to a message
   * may take ten minutes (RFC 5321, section 4.5.3.2.6). The host waits for half an hour at most,
   * and never for less than two minutes; a channel that wants less ends the attempt by itself.
   */
  default Optional<Duration> sendLimit() {
    return Optional.empty();
  }

  /**
   * Makes one attempt to hand a notification to a destination, and returns once the other side has
   * taken it. It must not retry by itself: the host does that, for days, and records every attempt.
   *
   * <p>An attempt has a deadline, the {@link #sendLimit}. When it has passed, or when the server
   * stops, the thread is interrupted: end the attempt and throw {@link InterruptedException}. A
   * call that ignores the interrupt is abandoned.
   *
   * <p>The same notification may come again, after a crash or an uncertain outcome, with the same
   * {@link Notification#idempotencyKey()}; where the channel can refuse duplicates, give it that
   * key.
   *
   * @param destination one of {@link #destinations}: equal to what that gives, so that it may be
   *     the key of a map
   * @return what the other side answered
   * @throws NotificationException if it was not delivered, saying whether and when to try again.
   *     Any other exception counts as {@linkplain NotificationException#retryable(String)
   *     retryable}
   * @throws InterruptedException if the thread was interrupted
   */
  Receipt send(Notification notification, Destination destination)
      throws NotificationException, InterruptedException;

  /**
   * Tells whether the channel could be used now, for the health page: it may connect and sign in,
   * but must send nothing that a person would see. It should take seconds at most; the default does
   * nothing.
   *
   * @throws NotificationException with a sentence that says what is wrong
   * @throws InterruptedException if the thread was interrupted
   */
  default void check() throws NotificationException, InterruptedException {}

  /**
   * Releases what this notifier holds. Called once, after the last {@link #send} has begun. The
   * host waits for attempts that run, but not for one that it has abandoned, and not for long when
   * the server stops or after a reload: one that still runs then may fail.
   */
  @Override
  default void close() {}
}
