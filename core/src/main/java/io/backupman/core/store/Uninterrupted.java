package io.backupman.core.store;

import io.backupman.core.store.engine.StoreException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Carries work out on threads that nobody interrupts. An interrupt in the middle of a file access
 * closes H2's file for the whole process, and in a socket access of a virtual thread the socket;
 * but those who end a backup or a delivery early do interrupt it.
 */
final class Uninterrupted implements AutoCloseable {
  private static final long IDLE_SECONDS = 60;
  private final ThreadPoolExecutor threads;

  /**
   * With threads of its own.
   *
   * @param size how many pieces of work run at once; more of them wait
   */
  Uninterrupted(int size) {
    var factory = Thread.ofPlatform().daemon().name("backupman-records-", 1).factory();
    threads =
        new ThreadPoolExecutor(
            size, size, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), factory);
    threads.allowCoreThreadTimeOut(true);
  }

  /** Carries work out and waits for its result. */
  <T> T run(Supplier<T> work) {
    var task = new FutureTask<>(work::get);
    try {
      threads.execute(task);
    } catch (RejectedExecutionException e) {
      throw new StoreException("The database is closed.", e);
    }
    return await(task);
  }

  /** How many pieces of work wait for a thread. */
  int waiting() {
    return threads.getQueue().size();
  }

  private static <T> T await(FutureTask<T> task) {
    var interrupted = false;
    try {
      while (true) {
        try {
          return task.get();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } catch (ExecutionException e) {
      throw unchecked(e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static RuntimeException unchecked(ExecutionException wrapper) {
    var failure = wrapper.getCause();
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure instanceof RuntimeException exception) {
      return exception;
    }
    return new IllegalStateException(wrapper);
  }

  /** Waits for the work that was given, and takes no more. */
  @Override
  public void close() {
    threads.close();
  }
}
