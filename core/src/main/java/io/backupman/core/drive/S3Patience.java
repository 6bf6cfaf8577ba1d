package io.backupman.core.drive;

import java.time.Duration;
import java.util.List;

/**
 * Tries on while the service is away for a moment, beyond the few quick tries of the AWS SDK: what
 * was sent of a large dump must not be lost to a network that comes back.
 *
 * @param pauses how long to wait after each try that failed, but for the last one
 */
record S3Patience(List<Duration> pauses) {

  static final S3Patience OF_A_MINUTE =
      new S3Patience(
          List.of(
              Duration.ofSeconds(1),
              Duration.ofSeconds(5),
              Duration.ofSeconds(15),
              Duration.ofSeconds(40)));

  private static final System.Logger LOG = System.getLogger(S3Patience.class.getName());

  /** Something that may fail for a moment. */
  @FunctionalInterface
  interface Step<T> {
    T run() throws InterruptedException;
  }

  <T> T insist(Step<T> step) throws InterruptedException {
    for (var pause : pauses) {
      try {
        return step.run();
      } catch (DriveException e) {
        if (!e.isPassing()) {
          throw e;
        }
        LOG.log(System.Logger.Level.DEBUG, "{0} Trying again.", e.getMessage());
      }
      Thread.sleep(pause);
    }
    return step.run();
  }
}
