package io.backupman.core.notifier;

import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads in which the sends of one notifier run, one each. They are platform threads: a
 * notifier may block, spin or hold a monitor without taking a carrier thread from everybody else. A
 * thread is used again, as to make one costs more than most sends, but by this notifier alone: what
 * a plugin leaves in it (thread locals) meets no other, and goes with it. Threads without work end
 * after a second. Safe for use by several threads.
 */
public final class SendThreads {
  private static final long IDLE_SECONDS = 1;

  private final ThreadPoolExecutor threads;

  SendThreads(String notifierName) {
    threads =
        new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            Thread.ofPlatform().daemon().name("send-" + notifierName).factory());
  }

  /** Runs a send at once, in a thread that nothing else uses meanwhile. */
  public void run(Runnable send) {
    threads.execute(send);
  }
}
