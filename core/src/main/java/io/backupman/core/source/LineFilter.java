package io.backupman.core.source;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Passes a script on, line by line, but for lines that are not wanted. Lines may be as long as they
 * like: their beginning decides. For one thread.
 */
abstract class LineFilter extends OutputStream {
  private static final int HEAD_BYTES = 2048;

  private final OutputStream out;
  private final byte[] head = new byte[HEAD_BYTES];
  private int headLength;
  private boolean decided;
  private boolean passing;

  LineFilter(OutputStream out) {
    this.out = out;
  }

  /**
   * Whether a line is passed on.
   *
   * @param beginning its first 2,048 bytes, or all of it, without its end
   * @throws SourceException with a sentence if the whole script is not to go on
   */
  abstract boolean passes(Line beginning);

  /** Is shown what is left out, in pieces. */
  abstract void leftOut(byte[] bytes, int offset, int length, boolean isEnd);

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    int end = offset + length;
    for (int from = offset; from < end; ) {
      int to = from;
      while (to < end && bytes[to] != '\n') {
        to++;
      }
      boolean isEnd = to < end;
      int next = isEnd ? to + 1 : to;
      part(bytes, from, next - from, isEnd);
      from = next;
    }
  }

  private void part(byte[] bytes, int offset, int length, boolean isEnd) throws IOException {
    int taken = 0;
    if (!decided) {
      taken = Math.min(HEAD_BYTES - headLength, length);
      System.arraycopy(bytes, offset, head, headLength, taken);
      headLength += taken;
      if (headLength < HEAD_BYTES && !isEnd) {
        return;
      }
      decide(isEnd && taken == length);
    }
    pass(bytes, offset + taken, length - taken, isEnd);
    if (isEnd) {
      decided = false;
      headLength = 0;
    }
  }

  private void decide(boolean isEnd) throws IOException {
    boolean hasEnd = headLength > 0 && head[headLength - 1] == '\n';
    passing = passes(new Line(head, hasEnd ? headLength - 1 : headLength));
    decided = true;
    pass(head, 0, headLength, isEnd);
  }

  private void pass(byte[] bytes, int offset, int length, boolean isEnd) throws IOException {
    if (length == 0) {
      return;
    }
    if (passing) {
      out.write(bytes, offset, length);
    } else {
      leftOut(bytes, offset, length, isEnd);
    }
  }

  /** Passes on the last line, which may have no end, and closes what it goes to. */
  @Override
  public void close() throws IOException {
    if (!decided && headLength > 0) {
      decide(true);
    }
    out.close();
  }

  /** The beginning of a line; valid until the next one. */
  static final class Line {
    private final byte[] bytes;
    private final int length;

    private Line(byte[] bytes, int length) {
      this.bytes = bytes;
      this.length = length;
    }

    int length() {
      return length;
    }

    boolean startsWith(String start) {
      if (start.length() > length) {
        return false;
      }
      for (int i = 0; i < start.length(); i++) {
        if (bytes[i] != start.charAt(i)) {
          return false;
        }
      }
      return true;
    }

    /** In whatever letters, after whatever blanks. */
    boolean startsWithIgnoringCase(String start) {
      return toString().stripLeading().regionMatches(true, 0, start, 0, start.length());
    }

    /** Whether it is longer than what is seen of it. */
    boolean isCut() {
      return length >= HEAD_BYTES;
    }

    @Override
    public String toString() {
      return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }
  }
}
