package io.backupman.server.plugin;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Counts the calls that run on one notifier. Safe for use by several threads. */
final class RunningCalls {
  // Not a monitor, which in older platforms would hold the carrier of a virtual thread that waits.
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition ended = lock.newCondition();
  private int running;
  private boolean refusing;

  /** Notes that a call begins; false if none may begin any more. */
  boolean begin() {
    lock.lock();
    try {
      if (refusing) {
        return false;
      }
      running++;
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Notes that a call has ended. */
  void end() {
    lock.lock();
    try {
      running--;
      ended.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Lets no further call begin; false if that was so before. */
  boolean refuse() {
    lock.lock();
    try {
      var first = !refusing;
      refusing = true;
      return first;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until no call runs.
   *
   * @param nanos how long at most
   * @return false if one still runs
   */
  boolean awaitNone(long nanos) throws InterruptedException {
    lock.lock();
    try {
      var left = nanos;
      while (running > 0 && left > 0) {
        left = ended.awaitNanos(left);
      }
      return running == 0;
    } finally {
      lock.unlock();
    }
  }
}
