package io.backupman.server.plugin;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * The shutdown hooks of one plugin. They run when the plugin is closed: at the end of the process a
 * hook that does not return would keep it from ending, and after a reload it would keep all classes
 * of the old plugin. Safe for use by several threads.
 */
final class ShutdownHooks {
  private static final Logger LOG = System.getLogger(ShutdownHooks.class.getName());
  private static final Duration LONGEST = Duration.ofSeconds(5);

  private final Set<Thread> hooks = Collections.newSetFromMap(new IdentityHashMap<>());
  private boolean ran;

  /**
   * Adds a hook.
   *
   * @throws IllegalArgumentException if it was added before, or runs
   * @throws IllegalStateException if the plugin was closed
   */
  synchronized void add(Thread hook) {
    if (ran) {
      throw new IllegalStateException("Shutdown in progress");
    }
    if (!isNew(hook) || !hooks.add(hook)) {
      throw new IllegalArgumentException("Hook already running or previously registered");
    }
  }

  /** Removes a hook; false if it was not there. */
  synchronized boolean remove(Thread hook) {
    return hooks.remove(hook);
  }

  /** All but those that the plugin has started itself meanwhile, which no thread may be again. */
  private synchronized List<Thread> taken() {
    var taken = hooks.stream().filter(ShutdownHooks::isNew).toList();
    hooks.clear();
    ran = true;
    return taken;
  }

  private static boolean isNew(Thread hook) {
    return hook.getState() == Thread.State.NEW;
  }

  /** Runs them side by side; one that takes longer than some seconds is left behind. */
  void run(String plugin) {
    var running = taken();
    for (var hook : running) {
      hook.setDaemon(true);
      hook.start();
    }
    var deadline = System.nanoTime() + LONGEST.toNanos();
    try {
      for (var hook : running) {
        if (!hook.join(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())))) {
          LOG.log(
              Level.WARNING,
              "A shutdown hook of the plugin {0} has not ended within {1} s; it is left behind.",
              plugin,
              LONGEST.toSeconds());
        }
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
