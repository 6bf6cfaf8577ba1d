package io.backupman.core.source.mariadb.sql;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Passes a script of MariaDB's or MySQL's dump program on and measures the longest statement that
 * inserts rows: a server has to take it in one packet. The programs put several rows into one of up
 * to a megabyte, so a longer one is that of a single row. They write it in lines of its own, of
 * which the last one ends with a semicolon, and no line breaks in values.
 */
public final class LongestInsert extends FilterOutputStream {
  private static final int HEAD_BYTES = 512;
  private static final Pattern TABLE =
      Pattern.compile("^(?:INSERT|REPLACE)\\b[^`]*`((?:[^`]|``)+)`");

  private final byte[] head = new byte[HEAD_BYTES];
  private int headLength;
  private boolean isLineBegin = true;
  private boolean isInsert;
  private long length;
  private byte last;
  private long longest;
  private String table = "";

  public LongestInsert(OutputStream out) {
    super(out);
  }

  /** How many bytes it has; 0 if there was none. */
  public long bytes() {
    return longest;
  }

  /** Whose rows it inserts. */
  public String table() {
    return table;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    out.write(bytes, offset, length);
    int end = offset + length;
    for (int from = offset; from < end; ) {
      int to = from;
      while (to < end && bytes[to] != '\n') {
        to++;
      }
      part(bytes, from, to - from);
      if (to < end) {
        endLine();
      }
      from = to + 1;
    }
  }

  private void part(byte[] bytes, int offset, int partLength) {
    if (partLength == 0) {
      return;
    }
    if (isLineBegin && !isInsert) {
      isInsert = bytes[offset] == 'I' || bytes[offset] == 'R';
      headLength = 0;
      length = 0;
    }
    isLineBegin = false;
    if (isInsert) {
      int taken = Math.min(HEAD_BYTES - headLength, partLength);
      System.arraycopy(bytes, offset, head, headLength, taken);
      headLength += taken;
      length += partLength;
    }
    last = bytes[offset + partLength - 1];
  }

  private void endLine() {
    if (isInsert && last == ';') {
      isInsert = false;
      if (length - 1 > longest) {
        measured(length - 1);
      }
    } else if (isInsert) {
      length++; // the line break
    }
    isLineBegin = true;
    last = 0;
  }

  private void measured(long statement) {
    var name = TABLE.matcher(new String(head, 0, headLength, StandardCharsets.UTF_8));
    if (name.find()) {
      longest = statement;
      table = name.group(1).replace("``", "`");
    }
  }
}
