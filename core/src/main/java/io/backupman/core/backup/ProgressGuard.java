package io.backupman.core.backup;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongConsumer;

/**
 * Runs work that must go on: it is interrupted when it takes too long or stands still. Time is
 * measured by the monotonic clock, so that a clock that is set does not stop a backup. One guard
 * serves one piece of work.
 */
final class ProgressGuard {
  private static final Duration LOOK_EVERY = Duration.ofMillis(500);
  private static final Duration TIME_TO_END = Duration.ofSeconds(10);

  private final Duration longest;
  private final Duration longestStandstill;
  private volatile long lastProgress = System.nanoTime();

  ProgressGuard(Duration longest, Duration longestStandstill) {
    this.longest = longest;
    this.longestStandstill = longestStandstill;
  }

  /** What the work tells its progress to. */
  LongConsumer progress() {
    return bytes -> lastProgress = System.nanoTime();
  }

  /**
   * Runs the work in a thread of its own and waits for it.
   *
   * @throws BackupStoppedException if it took too long or stood still; it has been interrupted
   * @throws InterruptedException if the calling thread was interrupted; so was the work
   */
  <T> T run(String what, Callable<T> work) throws InterruptedException {
    var ended = new CountDownLatch(1);
    var task = new FutureTask<>(work);
    lastProgress = System.nanoTime();
    // Not a virtual one: a compression, or SQLite, does not let go of its processor, and would keep
    // it from the thread here that watches, from requests and from deliveries.
    Thread.ofPlatform()
        .daemon()
        .name(what)
        .start(
            () -> {
              task.run();
              ended.countDown();
            });
    try {
      return await(what, task);
    } catch (BackupStoppedException | InterruptedException e) {
      task.cancel(true);
      awaitQuietly(ended);
      throw e;
    }
  }

  private <T> T await(String what, FutureTask<T> task) throws InterruptedException {
    var begin = System.nanoTime();
    while (true) {
      try {
        return task.get(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
      } catch (ExecutionException e) {
        throw unchecked(e);
      } catch (TimeoutException e) {
        check(what, begin);
      }
    }
  }

  private void check(String what, long begin) {
    var now = System.nanoTime();
    if (now - begin > longest.toNanos()) {
      throw new BackupStoppedException(
          "The " + what + " took longer than " + Quantities.of(longest) + " and was stopped.");
    }
    if (now - lastProgress > longestStandstill.toNanos()) {
      throw new BackupStoppedException(
          "The "
              + what
              + " made no progress for "
              + Quantities.of(longestStandstill)
              + " and was stopped.");
    }
  }

  private static void awaitQuietly(CountDownLatch ended) {
    try {
      if (!ended.await(TIME_TO_END.toMillis(), TimeUnit.MILLISECONDS)) {
        System.getLogger(ProgressGuard.class.getName())
            .log(System.Logger.Level.WARNING, "Work that was stopped has not ended yet.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static RuntimeException unchecked(ExecutionException e) throws InterruptedException {
    if (e.getCause() instanceof InterruptedException interrupted) {
      throw interrupted;
    }
    if (e.getCause() instanceof Error error) {
      throw error;
    }
    return e.getCause() instanceof RuntimeException r ? r : new IllegalStateException(e.getCause());
  }
}
