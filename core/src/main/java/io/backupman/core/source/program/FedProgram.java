package io.backupman.core.source.program;

import io.backupman.core.process.ChildProcess;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** A program that restores a dump, and is given the dump through its standard input. */
public final class FedProgram {
  private static final int BUFFER_BYTES = 128 * 1024;

  private FedProgram() {}

  /**
   * Feeds it until it has ended or the dump has, and waits for its end. Its input is closed only
   * when the whole dump was passed on, and left open if that fails: at the end of a script a
   * program runs what it has of an unfinished statement.
   *
   * @param input leads to its standard input
   * @return its exit code
   */
  public static int run(ChildProcess process, InputStream dump, OutputStream input)
      throws IOException, InterruptedException {
    byte[] buffer = new byte[BUFFER_BYTES];
    for (int n = dump.read(buffer); n >= 0 && !process.hasEnded(); n = dump.read(buffer)) {
      input.write(buffer, 0, n);
      if (Thread.interrupted()) {
        throw new InterruptedException("The restore was interrupted");
      }
    }
    if (!process.hasEnded()) {
      input.close();
    }
    return process.exitCode();
  }
}
