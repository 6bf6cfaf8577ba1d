package io.backupman.core.process;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** The last bytes of an output, however long it is. Safe for use by several threads. */
public final class OutputTail {
  private final byte[] ring;
  private long total;

  /**
   * An empty one.
   *
   * @param capacity how many bytes are kept
   */
  public OutputTail(int capacity) {
    ring = new byte[capacity];
  }

  /** Takes further output. */
  public synchronized void add(byte[] bytes, int offset, int length) {
    int skipped = Math.max(0, length - ring.length);
    total += skipped;
    int rest = length - skipped;
    int at = (int) (total % ring.length);
    int first = Math.min(rest, ring.length - at);
    System.arraycopy(bytes, offset + skipped, ring, at, first);
    System.arraycopy(bytes, offset + skipped + first, ring, 0, rest - first);
    total += rest;
  }

  /** What is kept, as text; a character cut in two is replaced. */
  public synchronized String text() {
    int length = (int) Math.min(total, ring.length);
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = ring[(int) ((total - length + i) % ring.length)];
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** The lines of what is kept, without blank ones; the first may lack its beginning. */
  public List<String> lines() {
    return text().lines().filter(line -> !line.isBlank()).toList();
  }

  /** The same without one that may lack its beginning. */
  public synchronized List<String> wholeLines() {
    return text()
        .lines()
        .skip(total > ring.length ? 1 : 0)
        .filter(line -> !line.isBlank())
        .toList();
  }
}
