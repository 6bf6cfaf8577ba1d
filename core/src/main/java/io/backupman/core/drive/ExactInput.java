package io.backupman.core.drive;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Gives exactly so many bytes of another stream; fewer are an error, never an end. */
public final class ExactInput extends FilterInputStream {
  private final String what;
  private long left;

  /**
   * Reads from a stream.
   *
   * @param what is being read, for the sentence if it ends too early
   * @param length how many bytes
   */
  public ExactInput(InputStream in, String what, long length) {
    super(in);
    this.what = what;
    this.left = length;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (left == 0) {
      return -1;
    }
    int count = in.read(bytes, offset, (int) Math.min(length, left));
    if (count < 0) {
      throw new EOFException(what + " ended " + left + " bytes too early.");
    }
    left -= count;
    return count;
  }

  @Override
  public long skip(long count) throws IOException {
    long skipped = in.skip(Math.min(count, left));
    left -= skipped;
    return skipped;
  }

  @Override
  public int available() throws IOException {
    return (int) Math.min(in.available(), left);
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
