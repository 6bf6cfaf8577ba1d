package io.backupman.server.config;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs a plugin's code in a thread of its own, with the plugin's class loader as the thread's
 * context class loader, and does not wait for ever.
 */
final class PluginCall {
  private final ClassLoader loader;
  private final Duration patience;

  PluginCall(ClassLoader loader, Duration patience) {
    this.loader = loader;
    this.patience = patience;
  }

  /**
   * @throws ExecutionException if the code threw anything
   * @throws TimeoutException if it has not returned in time; it is interrupted and left alone
   * @throws InterruptedException if this thread was interrupted meanwhile
   */
  <T> T run(String name, Callable<T> code)
      throws ExecutionException, TimeoutException, InterruptedException {
    var task = new FutureTask<>(code);
    // A daemon of the platform: a virtual thread that spins would keep its carrier for ever.
    var thread = Thread.ofPlatform().name(name).daemon().unstarted(task);
    thread.setContextClassLoader(loader);
    thread.start();
    try {
      return task.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } finally {
      task.cancel(true);
    }
  }
}
