package io.backupman.net;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** A body in chunks (RFC 9112, section 7.1); extensions and trailers are passed over. */
final class ChunkedInput extends InputStream {
  private static final int LONGEST_LINE = 8 * 1024;

  private final InputStream in;
  private InputStream chunk = InputStream.nullInputStream();
  private boolean begun;
  private boolean ended;

  ChunkedInput(InputStream in) {
    this.in = in;
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (!ended) {
      var count = chunk.read(bytes, offset, length);
      if (count >= 0) {
        return count;
      }
      next();
    }
    return -1;
  }

  private void next() throws IOException {
    if (begun && !line().isEmpty()) {
      throw new IOException("A chunk of the answer is longer than it says");
    }
    begun = true;
    var size = line().replaceFirst("\\s*(;.*)?$", "");
    if (!size.matches("[0-9A-Fa-f]{1,15}")) {
      throw new IOException("A chunk of the answer has no length");
    }
    var length = Long.parseLong(size, 16);
    if (length > 0) {
      chunk = new SizedInput(in, length);
      return;
    }
    // Whatever becomes of the trailers: the body is whole.
    ended = true;
  }

  private String line() throws IOException {
    var line = new StringBuilder();
    for (int octet = in.read(); octet != '\n'; octet = in.read()) {
      if (octet < 0 || line.length() > LONGEST_LINE) {
        throw new EOFException("The answer was cut off within its chunks");
      }
      line.append((char) octet);
    }
    return line.toString().stripTrailing();
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
