package io.backupman.net;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** The next so many bytes, which must be there. */
final class SizedInput extends InputStream {
  private final InputStream in;
  private long left;

  SizedInput(InputStream in, long length) {
    this.in = in;
    this.left = length;
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (left == 0) {
      return -1;
    }
    var count = in.read(bytes, offset, (int) Math.min(length, left));
    if (count < 0) {
      throw new EOFException("The answer was cut off: " + left + " bytes are missing");
    }
    left -= count;
    return count;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
