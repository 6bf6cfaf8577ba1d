package io.backupman.core.source.postgres.sql;

/** Looks for the line {@code \.}, after which the data of a COPY end. For one thread. */
final class CopyEnd {
  private static final String LINE = "\\.\r";

  /** How much of the line matches; -1 after a difference. */
  private int matched;

  private boolean reached;

  /** Data begin, with a line. */
  void begin() {
    matched = 0;
    reached = false;
  }

  /** Whether the last of the data were seen. */
  boolean isReached() {
    return reached;
  }

  /** Reads on; returns where the data end, or the end of the bytes. */
  int after(byte[] bytes, int from, int end) {
    for (int at = from; at < end; at++) {
      byte b = bytes[at];
      if (b == '\n') {
        reached = matched >= 2;
        matched = 0;
        if (reached) {
          return at + 1;
        }
      } else if (matched >= 0) {
        matched = matched < LINE.length() && b == LINE.charAt(matched) ? matched + 1 : -1;
      }
    }
    return end;
  }
}
