package io.backupman.core.drive;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * Pauses after which something is tried again while a drive is away for a moment.
 *
 * @param pauses how long to wait after each try that failed, but for the last one
 */
public record RetryPauses(List<Duration> pauses) {

  /** Copies the list. */
  public RetryPauses {
    pauses = List.copyOf(pauses);
  }

  /** Something that may fail for a moment. */
  @FunctionalInterface
  public interface Step<T> {
    /**
     * Runs the step once.
     *
     * @throws DriveException if it failed
     * @throws InterruptedException if the thread was interrupted
     */
    T run() throws InterruptedException;
  }

  /**
   * Runs a step until it succeeds, or fails in a way that does not pass, or there is no pause left.
   *
   * @param failed is told of each failure after which it is tried again
   * @throws DriveException as the last try did
   * @throws InterruptedException if the thread was interrupted
   */
  public <T> T run(Step<T> step, Consumer<DriveException> failed) throws InterruptedException {
    for (var pause : pauses) {
      try {
        return step.run();
      } catch (DriveException e) {
        if (!e.isPassing()) {
          throw e;
        }
        failed.accept(e);
      }
      Thread.sleep(pause);
    }
    return step.run();
  }
}
