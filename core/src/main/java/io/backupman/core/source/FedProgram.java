package io.backupman.core.source;

import io.backupman.core.process.ChildProcess;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Gives a program that restores what it is to restore. */
final class FedProgram {
  private static final int BUFFER_BYTES = 128 * 1024;

  private FedProgram() {}

  /**
   * Feeds it until it has enough, and waits for its end.
   *
   * @param input leads to its standard input
   * @return its exit code
   */
  static int run(ChildProcess process, InputStream dump, OutputStream input)
      throws IOException, InterruptedException {
    byte[] buffer = new byte[BUFFER_BYTES];
    try (input) {
      for (int n = dump.read(buffer); n >= 0 && !process.hasEnded(); n = dump.read(buffer)) {
        input.write(buffer, 0, n);
        if (Thread.interrupted()) {
          throw new InterruptedException("The restore was interrupted");
        }
      }
    }
    return process.exitCode();
  }
}
