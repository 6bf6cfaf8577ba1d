package io.backupman.core.report.delivery;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Wakes one thread; many calls before it looks count as one. Safe for use by several threads. */
final class Signal {
  private final Semaphore calls = new Semaphore(0);

  /** Wakes the thread, or keeps it from waiting next time. */
  void give() {
    calls.release();
  }

  /** Waits for a call, but no longer than this. */
  void await(Duration longest) throws InterruptedException {
    if (calls.tryAcquire(longest.toNanos(), TimeUnit.NANOSECONDS)) {
      calls.drainPermits();
    }
  }
}
