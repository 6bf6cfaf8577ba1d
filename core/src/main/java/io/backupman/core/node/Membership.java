package io.backupman.core.node;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Shows the other processes that this one lives, and notices which of them do not. A process is
 * gone when it ran on this machine and is not there, or when its beat has stood still for 30
 * seconds by this process's own monotonic clock; the clocks of different machines are never
 * compared. Only time in which this process looked counts: while the database is away, nobody's
 * beat moves.
 */
public final class Membership {
  /** How long a beat may stand still. */
  public static final Duration LONGEST_SILENCE = Duration.ofSeconds(30);

  private static final System.Logger LOG = System.getLogger(Membership.class.getName());
  private static final Duration BEAT_EVERY = Duration.ofSeconds(2);

  /** Where nobody watches; whoever comes sees the next beat well within the longest silence. */
  private static final Duration BEAT_ALONE_EVERY = Duration.ofSeconds(15);

  private static final Duration LONGEST_ABSENCE = Duration.ofSeconds(10);
  private static final Duration LONGEST_TAKEOVER_AT_START = Duration.ofSeconds(10);
  private static final Duration LONGEST_END = Duration.ofSeconds(5);

  private final NodeStore store;
  private final Node self;
  private final Takeovers takeovers;
  private final LongSupplier nanoTime;
  private final Map<UUID, Seen> others = new HashMap<>();
  private long lastLook;
  private boolean failing;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Thread thread =
      Thread.ofPlatform().name("membership").daemon().unstarted(this::beatOn);

  /**
   * A member that does not beat yet.
   *
   * @param store has the processes
   * @param self this process
   * @param gone takes over from a process that is gone, in a thread of its own; called again if it
   *     throws
   * @param nanoTime a monotonic clock such as {@link System#nanoTime()}
   */
  public Membership(NodeStore store, Node self, Consumer<Node> gone, LongSupplier nanoTime) {
    this(store, self, new Takeovers(store, gone, Takeovers.ownThreads()), nanoTime);
  }

  Membership(NodeStore store, Node self, Takeovers takeovers, LongSupplier nanoTime) {
    this.store = store;
    this.self = self;
    this.takeovers = takeovers;
    this.nanoTime = nanoTime;
  }

  private record Seen(long beat, long since) {}

  /**
   * Makes this process known, beats on, and takes over from those that are certainly gone. Waits
   * for that a few seconds, so that their data sources can mostly be backed up from then on.
   */
  public void start() {
    beat();
    thread.start();
    takeovers.await(LONGEST_TAKEOVER_AT_START);
  }

  /** Beats once, and begins to take over from those that are gone. */
  void beat() {
    var nodes = store.beat(self);
    keepInSight(nodes);
    for (var node : nodes) {
      if (!node.id().equals(self.id()) && isGone(node)) {
        takeovers.begin(node);
      }
    }
  }

  /** Forgets those that have left, and all when this process has not looked for long. */
  private void keepInSight(List<Node> nodes) {
    var now = nanoTime.getAsLong();
    if (now - lastLook > LONGEST_ABSENCE.toNanos()) {
      others.clear();
    }
    others.keySet().retainAll(nodes.stream().map(Node::id).toList());
    lastLook = now;
  }

  private boolean isGone(Node node) {
    var now = nanoTime.getAsLong();
    var seen = others.get(node.id());
    if (seen == null || seen.beat != node.beat()) {
      others.put(node.id(), new Seen(node.beat(), now));
      return ThisNode.certainlyGone(node);
    }
    return now - seen.since > LONGEST_SILENCE.toNanos() || ThisNode.certainlyGone(node);
  }

  private void beatOn() {
    try {
      while (!stopped.await(pause().toMillis(), TimeUnit.MILLISECONDS)) {
        beatAnyway();
      }
    } catch (InterruptedException e) {
      LOG.log(System.Logger.Level.WARNING, "Stopped to show that this process lives.");
    }
  }

  private Duration pause() {
    return others.isEmpty() && !failing ? BEAT_ALONE_EVERY : BEAT_EVERY;
  }

  private void beatAnyway() {
    try {
      beat();
      failing = false;
    } catch (RuntimeException | Error e) {
      LOG.log(
          failing ? System.Logger.Level.DEBUG : System.Logger.Level.WARNING,
          "Could not show the other processes that this one lives; trying on.",
          e);
      failing = true;
    }
  }

  /** Stops to beat, if it ever began. */
  public void stop() {
    stopped.countDown();
    try {
      if (thread.isAlive()) {
        thread.join(LONGEST_END);
      }
      takeovers.await(LONGEST_END);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Takes this process's record away after it has stopped. Only when nothing of it is left to be
   * taken over: whoever has no record is looked for at the next start alone.
   */
  public void leave() {
    try {
      store.remove(self.id());
    } catch (RuntimeException e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "The record of this process could not be removed; another one, or the next start, will.",
          e);
    }
  }
}
