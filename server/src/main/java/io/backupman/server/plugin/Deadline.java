package io.backupman.server.plugin;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs code that may never return, in a thread of its own. A thread cannot be killed: one that
 * ignores its interrupt is left behind, as a daemon that does not keep the process alive.
 *
 * @param limit how long to wait
 */
record Deadline(Duration limit) {

  /**
   * Runs it and waits.
   *
   * @throws PluginRejected if it failed, in whatever way, or did not end in time
   */
  <T> T run(String name, ClassLoader loader, Callable<T> code) {
    var task = new FutureTask<T>(code);
    var thread = Thread.ofPlatform().daemon().name("plugin " + name).unstarted(task);
    thread.setContextClassLoader(loader);
    thread.start();
    try {
      return task.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException failed) {
      // Every Throwable of the plugin arrives here, Errors too.
      var cause = failed.getCause() == null ? failed : failed.getCause();
      throw cause instanceof PluginRejected rejected
          ? rejected
          : new PluginRejected(Reason.of(cause), cause);
    } catch (TimeoutException late) {
      throw new PluginRejected(
          "It did not load within "
              + limit.toSeconds()
              + " s: a constructor or a static block in"
              + " it does not return.",
          late);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new PluginRejected("Loading it was interrupted.", stopped);
    } finally {
      task.cancel(true);
    }
  }
}
