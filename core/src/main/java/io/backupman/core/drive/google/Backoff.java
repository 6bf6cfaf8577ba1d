package io.backupman.core.drive.google;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Waits that double, and differ a little from each other. Safe for use by several threads. */
final class Backoff {
  private static final int LONGEST_DOUBLING = 6;

  private final Duration first;

  Backoff(Duration first) {
    this.first = first;
  }

  /**
   * Waits.
   *
   * @param failures how many there were, one after the other; at least 1
   * @param atLeast what the other side has asked for
   * @throws InterruptedException if the thread was interrupted
   */
  void pause(int failures, Duration atLeast) throws InterruptedException {
    long doubled = first.toMillis() << Math.min(failures - 1, LONGEST_DOUBLING);
    long jittered = ThreadLocalRandom.current().nextLong(doubled / 2, doubled + doubled / 2 + 1);
    Thread.sleep(Math.max(jittered, atLeast.toMillis()));
  }
}
