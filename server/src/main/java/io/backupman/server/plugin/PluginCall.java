package io.backupman.server.plugin;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A plugin's code that runs in a thread of its own, so that nobody waits for it for ever. A thread
 * cannot be killed: one that ignores its interrupt is left behind, as a daemon that does not keep
 * the process alive.
 *
 * @param <T> what the code gives
 */
public final class PluginCall<T> {
  private final FutureTask<T> task;

  private PluginCall(FutureTask<T> task) {
    this.task = task;
  }

  /**
   * Starts it.
   *
   * @param name the thread's
   * @param loader the thread's context class loader
   */
  public static <T> PluginCall<T> start(String name, ClassLoader loader, Callable<T> code) {
    var task = new FutureTask<>(code);
    // Of the platform: a virtual thread that spins would keep its carrier for ever.
    var thread = Thread.ofPlatform().daemon().name(name).unstarted(task);
    thread.setContextClassLoader(loader);
    thread.start();
    return new PluginCall<>(task);
  }

  /**
   * Waits for its end; interrupts it if that does not come in time.
   *
   * @throws ExecutionException if it threw anything, Errors too
   * @throws TimeoutException if it has not ended in time
   * @throws InterruptedException if this thread was interrupted meanwhile
   */
  public T await(Duration limit) throws ExecutionException, TimeoutException, InterruptedException {
    try {
      return awaitFor(limit);
    } finally {
      task.cancel(true);
    }
  }

  /**
   * Waits for its end as {@link #await} does, but leaves it running if that does not come in time.
   */
  T awaitFor(Duration limit) throws ExecutionException, TimeoutException, InterruptedException {
    return task.get(limit.toNanos(), TimeUnit.NANOSECONDS);
  }
}
