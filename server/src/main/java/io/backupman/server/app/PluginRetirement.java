package io.backupman.server.app;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Closes what was replaced as soon as nobody uses it any more, in threads of its own. Safe for use
 * by several threads.
 */
final class PluginRetirement implements AutoCloseable {
  private static final Duration SETTLING = Duration.ofSeconds(1);

  /** Longer than an attempt may take (two minutes, if its notifier asks for no more). */
  private static final Duration LONGEST_USE = Duration.ofMinutes(3);

  private static final Duration TIME_TO_CLOSE = Duration.ofSeconds(10);

  private final Duration settling;
  private final Duration longestUse;
  private final Set<Thread> retiring = ConcurrentHashMap.newKeySet();

  PluginRetirement() {
    this(SETTLING, LONGEST_USE);
  }

  /**
   * With other limits than the usual ones.
   *
   * @param settling how long to wait in any case: somebody may just have looked something up
   * @param longestUse how long to wait at most
   */
  PluginRetirement(Duration settling, Duration longestUse) {
    this.settling = settling;
    this.longestUse = longestUse;
  }

  /** Closes it when the time has come. */
  void retire(ConfigurationWithPlugins replaced) {
    var thread =
        Thread.ofPlatform().daemon().name("retire-notifiers").unstarted(() -> retireHere(replaced));
    retiring.add(thread);
    thread.start();
  }

  private void retireHere(ConfigurationWithPlugins replaced) {
    try {
      replaced.plugins().retire(settling, longestUse);
    } finally {
      // A thread that has ended still refers to what it ran, and that to the plugins.
      retiring.remove(Thread.currentThread());
    }
  }

  /** Closes at once what waits for it. */
  @Override
  public void close() {
    retiring.forEach(Thread::interrupt);
    try {
      for (var thread : retiring) {
        thread.join(TIME_TO_CLOSE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
