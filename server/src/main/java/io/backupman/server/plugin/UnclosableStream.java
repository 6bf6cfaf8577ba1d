package io.backupman.server.plugin;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.PrintStream;

/** A stream of the process: who closes it closes nothing, since others write to it. */
final class UnclosableStream extends FilterOutputStream {

  private UnclosableStream(PrintStream stream) {
    super(stream);
  }

  static PrintStream of(PrintStream stream) {
    return new PrintStream(new UnclosableStream(stream), true, stream.charset());
  }

  /** Writes it at once, where the superclass would do so byte by byte. */
  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    out.write(bytes, offset, length);
  }

  @Override
  public void close() throws IOException {
    flush();
  }
}
