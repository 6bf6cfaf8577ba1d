package io.backupman.notifier.http;

import io.backupman.notifier.spi.Destination;
import io.backupman.notifier.spi.NotificationException;
import io.backupman.notifier.spi.Receipt;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * For a receiver that keeps a state, such as "up" or "resolved": what is told late must not undo
 * what is newer. Reports are tried again and sent again in no order among each other, so those
 * about one thing go one at a time, and one that a newer one has overtaken is left out.
 *
 * <p>It knows of what this notifier has delivered since it was made, at the start of the server or
 * at a reload. Safe for use by several threads.
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
   * @param about what it is a state of, such as a data source's label
   * @param since when it became so
   * @throws NotificationException from the attempt; retryable if the earlier call took too long
   */
  public Receipt tell(Destination to, String about, Instant since, Attempt attempt)
      throws NotificationException, InterruptedException {
    return state(to, about).tell(since, attempt);
  }

  /** Tells that a state is about to come, unless one as new has been delivered; waits as well. */
  public Receipt announce(Destination to, String about, Instant since, Attempt attempt)
      throws NotificationException, InterruptedException {
    return state(to, about).announce(since, attempt);
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

    Receipt tell(Instant since, Attempt attempt)
        throws NotificationException, InterruptedException {
      takeTurn();
      try {
        if (since.isBefore(latest)) {
          return leftOut();
        }
        var receipt = attempt.make();
        latest = since;
        return receipt;
      } finally {
        turn.unlock();
      }
    }

    Receipt announce(Instant since, Attempt attempt)
        throws NotificationException, InterruptedException {
      takeTurn();
      try {
        return since.isAfter(latest) ? attempt.make() : leftOut();
      } finally {
        turn.unlock();
      }
    }

    private void takeTurn() throws NotificationException, InterruptedException {
      if (!turn.tryLock(longestWait.toNanos(), TimeUnit.NANOSECONDS)) {
        throw NotificationException.retryable("An earlier report about it is still being told.");
      }
    }

    private static Receipt leftOut() {
      return new Receipt(
          OptionalInt.empty(), "Not sent: what came later has been told, and this would undo it.");
    }
  }
}
