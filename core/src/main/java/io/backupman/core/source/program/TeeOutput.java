package io.backupman.core.source.program;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Passes output on, and each part of it to a second taker too. */
public final class TeeOutput extends FilterOutputStream {
  private final OutputStream second;

  public TeeOutput(OutputStream first, OutputStream second) {
    super(first);
    this.second = second;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    out.write(bytes, offset, length);
    second.write(bytes, offset, length);
  }
}
