package io.backupman.core.node;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Takes over from processes that are gone, apart from the heartbeat: a drive that hangs, or a row
 * that is locked, must not make this process look gone too. Begun by one thread at a time.
 */
final class Takeovers {
  private static final System.Logger LOG = System.getLogger(Takeovers.class.getName());

  private final NodeStore store;
  private final Consumer<Node> gone;
  private final Executor threads;
  private final Map<UUID, CompletableFuture<Void>> underWay = new ConcurrentHashMap<>();
  private final Set<UUID> failing = ConcurrentHashMap.newKeySet();

  /**
   * None yet.
   *
   * @param store has the processes
   * @param gone takes over from one of them
   * @param threads where that runs
   */
  Takeovers(NodeStore store, Consumer<Node> gone, Executor threads) {
    this.store = store;
    this.gone = gone;
    this.threads = threads;
  }

  /** A platform thread for each, since the file system of a drive may block it. */
  static Executor ownThreads() {
    return task -> Thread.ofPlatform().name("takeover").daemon().start(task);
  }

  /** Begins to take over from a process, unless that is under way. */
  void begin(Node node) {
    underWay.values().removeIf(CompletableFuture::isDone);
    if (!underWay.containsKey(node.id())) {
      underWay.put(node.id(), CompletableFuture.runAsync(() -> carryOut(node), threads));
    }
  }

  private void carryOut(Node node) {
    try {
      gone.accept(node);
      store.remove(node.id());
      failing.remove(node.id());
    } catch (RuntimeException | Error e) {
      LOG.log(
          failing.add(node.id()) ? System.Logger.Level.WARNING : System.Logger.Level.DEBUG,
          "Could not take over from the process "
              + node.pid()
              + " on "
              + node.name()
              + ", which is gone; trying on.",
          e);
    }
  }

  /** Waits until none is under way, but not for longer than this. */
  void await(Duration longest) {
    CompletableFuture.allOf(underWay.values().toArray(new CompletableFuture<?>[0]))
        .completeOnTimeout(null, longest.toMillis(), TimeUnit.MILLISECONDS)
        .join();
  }
}
