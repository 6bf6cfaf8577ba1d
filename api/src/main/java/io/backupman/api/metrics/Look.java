package io.backupman.api.metrics;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A look at something that may not answer: a database, or a disk that is mounted over a network.
 * There is one at a time, in a thread of its own; all who look within a second, or while it goes
 * on, see the same. What took longer and was seen is not looked at again for twenty times as long.
 * Safe for use by several threads.
 */
final class Look<T> {
  private static final System.Logger LOG = System.getLogger(Look.class.getName());
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final Duration HOLDS = Duration.ofSeconds(1);
  private static final int REST = 20;

  private final Callable<T> work;
  private final Duration patience;
  private @Nullable Question<T> question;

  Look(Callable<T> work) {
    this(work, PATIENCE);
  }

  Look(Callable<T> work, Duration patience) {
    this.work = work;
    this.patience = patience;
  }

  /** A look that has begun, and perhaps ended. */
  private static final class Question<T> extends FutureTask<T> {
    private final long askedAt = System.nanoTime();
    private volatile long restsUntil;

    Question(Callable<T> work) {
      super(work);
    }

    @Override
    protected void done() {
      var now = System.nanoTime();
      var rest = state() == State.SUCCESS ? REST * (now - askedAt) : 0;
      restsUntil = now + Math.max(HOLDS.toNanos(), rest);
    }

    boolean isOver() {
      return isDone() && System.nanoTime() - restsUntil > 0;
    }
  }

  /** Begins to look, unless somebody else does or has just done so. */
  void begin() {
    var unused = question();
  }

  private synchronized Question<T> question() {
    var open = question;
    if (open == null || open.isOver()) {
      open = new Question<>(work);
      question = open;
      Thread.ofPlatform().daemon().name("metrics").start(open);
    }
    return open;
  }

  /** What was seen; nothing if that failed, or two seconds after it began. */
  Optional<T> seen() {
    var open = question();
    try {
      var left = open.askedAt + patience.toNanos() - System.nanoTime();
      return Optional.of(open.get(Math.max(0, left), TimeUnit.NANOSECONDS));
    } catch (TimeoutException | ExecutionException e) {
      LOG.log(System.Logger.Level.DEBUG, "Something that is measured could not be looked at.", e);
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
