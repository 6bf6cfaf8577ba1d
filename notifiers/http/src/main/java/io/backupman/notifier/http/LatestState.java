package io.backupman.notifier.http;

import io.backupman.notifier.spi.Destination;
import io.backupman.notifier.spi.Notification;
import io.backupman.notifier.spi.NotificationException;
import io.backupman.notifier.spi.Receipt;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * For a receiver that keeps a state, such as "up" or "resolved": what is told late must not undo
 * what is newer. Reports are tried again and sent again in no order among each other, so those
 * about one thing go one at a time, and one that a newer one has superseded is skipped.
 *
 * <p>What was delivered earlier, or by other servers, a notification {@linkplain
 * Notification#superseded() says by itself}; this knows of what this notifier has delivered while
 * the report waited for its turn. Safe for use by several threads.
 */
public final class LatestState {
  /**
   * How long to wait for an earlier report, which a receiver may hold up for as long as it likes.
   */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);

  private final Map<Thing, State> states = new ConcurrentHashMap<>();
  private final Duration longestWait;

  /** Starts without knowledge. */
  public LatestState() {
    this(LONGEST_WAIT);
  }

  LatestState(Duration longestWait) {
    this.longestWait = longestWait;
  }

  /** Makes one attempt. */
  @FunctionalInterface
  public interface Attempt {
    /** As {@link io.backupman.notifier.spi.Notifier#send}. */
    Receipt make() throws NotificationException, InterruptedException;
  }

  /**
   * Tells a state, unless a newer one has been delivered. Waits up to 20 seconds while an earlier
   * call about the same is on its way.
   *
   * @param state what tells of it
   * @param about what it is a state of, such as a data source's label
   * @throws NotificationException from the attempt; skipped if a newer state was delivered;
   *     retryable if the earlier call took too long
   */
  public Receipt tell(Notification state, Destination to, String about, Attempt attempt)
      throws NotificationException, InterruptedException {
    return state(to, about).tell(state, attempt);
  }

  /**
   * Tells that a state is about to come, unless one as new has been delivered; waits and throws as
   * {@link #tell} does.
   */
  public Receipt announce(Notification state, Destination to, String about, Attempt attempt)
      throws NotificationException, InterruptedException {
    return state(to, about).announce(state, attempt);
  }

  private State state(Destination to, String about) {
    return states.computeIfAbsent(new Thing(to.name(), about), thing -> new State(longestWait));
  }

  private record Thing(String destination, String about) {}

  private static final class State {
    private final ReentrantLock turn = new ReentrantLock();
    private final Duration longestWait;
    private Instant latest = Instant.MIN;

    State(Duration longestWait) {
      this.longestWait = longestWait;
    }

    Receipt tell(Notification state, Attempt attempt)
        throws NotificationException, InterruptedException {
      takeTurn();
      try {
        if (state.superseded() || state.createdAt().isBefore(latest)) {
          throw superseded();
        }
        var receipt = attempt.make();
        latest = state.createdAt();
        return receipt;
      } finally {
        turn.unlock();
      }
    }

    Receipt announce(Notification state, Attempt attempt)
        throws NotificationException, InterruptedException {
      takeTurn();
      try {
        if (state.superseded() || !state.createdAt().isAfter(latest)) {
          throw superseded();
        }
        return attempt.make();
      } finally {
        turn.unlock();
      }
    }

    private void takeTurn() throws NotificationException, InterruptedException {
      if (!turn.tryLock(longestWait.toNanos(), TimeUnit.NANOSECONDS)) {
        throw NotificationException.retryable("An earlier report about it is still being told.");
      }
    }

    private static NotificationException superseded() {
      return NotificationException.skipped(
          "Not sent: what came later has been told, and this would undo it.");
    }
  }
}
