package io.backupman.core.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Writes what several threads want to write at about the same time in one transaction (a group
 * commit): whoever comes while others write waits, and the next one of those who wait writes for
 * all of them. A thread that comes alone waits for nobody. Safe for use by several threads.
 *
 * @param <T> what is written
 * @param <R> what comes of it
 */
final class GroupCommit<T, R> {
  private final Function<List<T>, List<R>> write;
  private final int largest;
  private final Lock turn = new ReentrantLock();
  private final Queue<Entry<T, R>> waiting = new ConcurrentLinkedQueue<>();

  /**
   * Groups what is written.
   *
   * @param write writes a group in one transaction, and says for each of it what came of it, in the
   *     same order; what it throws, it throws to all whose group it was
   * @param largest how much a group has at most
   */
  GroupCommit(Function<List<T>, List<R>> write, int largest) {
    this.write = write;
    this.largest = largest;
  }

  /** Writes something, perhaps with what others write. An interrupt changes nothing. */
  R commit(T item) {
    var entry = new Entry<T, R>(item);
    waiting.add(entry);
    turn.lock();
    try {
      while (!entry.isOver()) {
        writeNext();
      }
    } finally {
      turn.unlock();
    }
    return entry.result();
  }

  /** How much waits to be written with the next groups. */
  int waiting() {
    return waiting.size();
  }

  private void writeNext() {
    var group = new ArrayList<Entry<T, R>>();
    while (group.size() < largest && !waiting.isEmpty()) {
      group.add(waiting.remove());
    }
    try {
      var results = write.apply(group.stream().map(entry -> entry.item).toList());
      for (var i = 0; i < group.size(); i++) {
        group.get(i).result = results.get(i);
      }
    } catch (RuntimeException | Error e) {
      group.forEach(entry -> entry.failure = e);
    }
  }

  /** Guarded by the turn. */
  private static final class Entry<T, R> {
    private final T item;
    private @Nullable R result;
    private @Nullable Throwable failure;

    Entry(T item) {
      this.item = item;
    }

    boolean isOver() {
      return result != null || failure != null;
    }

    R result() {
      if (failure instanceof Error error) {
        throw error;
      }
      if (failure != null) {
        throw (RuntimeException) failure;
      }
      return Objects.requireNonNull(result);
    }
  }
}
