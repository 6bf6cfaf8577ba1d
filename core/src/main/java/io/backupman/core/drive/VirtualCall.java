package io.backupman.core.drive;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Runs a call that blocks on the network so that an interrupt ends it. A socket listens to an
 * interrupt in a virtual thread only, so the call runs in one, whatever thread waits for it.
 */
public final class VirtualCall {
  private static final System.Logger LOG = System.getLogger(VirtualCall.class.getName());
  private static final Duration TIME_TO_END = Duration.ofSeconds(2);

  private VirtualCall() {}

  /**
   * Runs it and waits for it. What it throws comes out as it is.
   *
   * @throws InterruptedException if the waiting thread was interrupted; the call was interrupted
   *     too and got a moment to end. What it gives back after that is closed, if it can be
   */
  public static <T> T run(Callable<T> call) throws InterruptedException, IOException {
    var task = new FutureTask<>(call);
    var thread = Thread.ofVirtual().name("drive").start(task);
    try {
      return task.get();
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.startVirtualThread(() -> closeResult(task));
      awaitQuietly(thread);
      throw e;
    } catch (ExecutionException e) {
      throw unchecked(e);
    }
  }

  /** Closes what a call gives back after it was interrupted. */
  private static void closeResult(FutureTask<?> task) {
    try {
      if (task.get() instanceof AutoCloseable resource) {
        resource.close();
      }
    } catch (Exception e) {
      LOG.log(System.Logger.Level.DEBUG, "A call that was interrupted gave nothing back.", e);
    }
  }

  private static void awaitQuietly(Thread thread) {
    try {
      if (!thread.join(TIME_TO_END)) {
        LOG.log(System.Logger.Level.WARNING, "A call to a drive that was stopped goes on still.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static RuntimeException unchecked(ExecutionException e)
      throws InterruptedException, IOException {
    var cause = e.getCause();
    if (cause instanceof InterruptedException interrupted) {
      throw interrupted;
    }
    if (cause instanceof IOException failure) {
      throw failure;
    }
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof RuntimeException failure ? failure : new IllegalStateException(cause);
  }
}
