package io.backupman.core.notifier;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;

/**
 * The sends of one notifier that were given up because they came back neither in time nor when they
 * were interrupted. A thread cannot be killed: each of them holds one until it ends by itself. Safe
 * for use by several threads.
 */
public final class HungSends {
  /** With so many of them a notifier gets no further work. */
  public static final int TOO_MANY = 3;

  private final Queue<Future<?>> sends = new ConcurrentLinkedQueue<>();

  /** Counts a send, from now until it ends. */
  public void add(Future<?> send) {
    sends.add(send);
  }

  /** How many have not come back yet. */
  public int count() {
    sends.removeIf(Future::isDone);
    return sends.size();
  }

  /** Whether there are so many that the notifier is set aside. */
  public boolean tooMany() {
    return count() >= TOO_MANY;
  }

  /** Why the notifier is set aside, in words. */
  String reason() {
    return count()
        + " sends have not come back, though they were interrupted. It gets no further work until"
        + " they do; reload the notifiers to start it afresh.";
  }
}
