package io.backupman.server.plugin;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The notifiers that the providers of one look at the plugins folder have made. Safe for use by
 * several threads.
 */
final class MadeNotifiers implements AutoCloseable {
  private final ReentrantLock lock = new ReentrantLock();
  private final List<IsolatedNotifier> made = new ArrayList<>();
  private boolean closed;

  /** Adds one; it is closed at once if all others are: it was made too late for anybody. */
  void add(IsolatedNotifier notifier) {
    lock.lock();
    try {
      made.add(notifier);
      if (!closed) {
        return;
      }
    } finally {
      lock.unlock();
    }
    notifier.close();
  }

  /**
   * Waits until nothing runs on any of them.
   *
   * @param nanos how long at most
   * @return those on which something still runs
   */
  List<IsolatedNotifier> awaitIdle(long nanos) throws InterruptedException {
    var deadline = System.nanoTime() + nanos;
    var busy = new ArrayList<IsolatedNotifier>();
    for (var notifier : all()) {
      if (!notifier.awaitIdle(deadline - System.nanoTime())) {
        busy.add(notifier);
      }
    }
    return busy;
  }

  /** Closes all of them, side by side: each may take its time. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
    } finally {
      lock.unlock();
    }
    var closing = all().stream().map(IsolatedNotifier::startClosing).toList();
    closing.forEach(IsolatedNotifier.Closing::await);
  }

  private List<IsolatedNotifier> all() {
    lock.lock();
    try {
      return List.copyOf(made);
    } finally {
      lock.unlock();
    }
  }
}
