package io.backupman.notifier.testkit;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Which platform threads there were, to tell which ones are new; the JDK tells of no virtual ones.
 * Immutable.
 */
final class ThreadCensus {
  private static final List<String> PLATFORMS =
      List.of("ForkJoinPool.commonPool", "CompletableFutureDelayScheduler", "process reaper");
  private static final long PAUSE_MILLIS = 20;

  private final Set<Thread> before;
  private final Predicate<Thread> foreign;

  private ThreadCensus(Set<Thread> before, Predicate<Thread> foreign) {
    this.before = before;
    this.foreign = foreign;
  }

  /**
   * Counts.
   *
   * @param foreign tells threads that are not the channel's
   */
  static ThreadCensus take(Predicate<Thread> foreign) {
    return new ThreadCensus(Set.copyOf(alive()), foreign);
  }

  /** The threads that have come since. */
  List<Thread> newcomers() {
    return alive().stream()
        .filter(thread -> !before.contains(thread))
        .filter(thread -> !isPlatforms(thread))
        .filter(thread -> !foreign.test(thread))
        .toList();
  }

  /** The threads that have come since and do not go within this time. */
  List<Thread> newcomersAfter(Duration patience) throws InterruptedException {
    var deadline = System.nanoTime() + patience.toNanos();
    var left = newcomers();
    while (!left.isEmpty() && System.nanoTime() < deadline) {
      left.getFirst().join(PAUSE_MILLIS);
      left = newcomers();
    }
    return left;
  }

  static String names(Collection<Thread> threads) {
    return threads.stream().map(Thread::getName).sorted().collect(Collectors.joining(", "));
  }

  private static Set<Thread> alive() {
    return Thread.getAllStackTraces().keySet();
  }

  private static boolean isPlatforms(Thread thread) {
    var group = thread.getThreadGroup();
    return group == null // it has just ended
        || group.getName().equals("system")
        || group.getName().equals("InnocuousThreadGroup")
        || group.getName().equals("CarrierThreads")
        || PLATFORMS.stream().anyMatch(thread.getName()::startsWith)
        || thread.getName().startsWith(FakeReceiver.THREADS);
  }
}
