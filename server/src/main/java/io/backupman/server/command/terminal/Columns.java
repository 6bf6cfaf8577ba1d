package io.backupman.server.command.terminal;

import java.util.Arrays;

/** Texts in a terminal's columns, of which some characters take two and some none. */
final class Columns {
  private static final int ELLIPSIS = '…';

  private Columns() {}

  /** How many columns a text takes. */
  static int of(String text) {
    return of(text.codePoints().toArray());
  }

  private static int of(int[] points) {
    return Arrays.stream(points).map(Columns::of).sum();
  }

  private static int of(int point) {
    var type = Character.getType(point);
    if (type == Character.NON_SPACING_MARK
        || type == Character.ENCLOSING_MARK
        || type == Character.FORMAT) {
      return 0;
    }
    return isWide(point) ? 2 : 1;
  }

  /** As Unicode Standard Annex 11 has it, near enough. */
  private static boolean isWide(int point) {
    return Character.isIdeographic(point)
        || Character.isEmojiPresentation(point)
        || (point >= 0x1100 && point <= 0x115F)
        || (point >= 0x3000 && point <= 0x33FF)
        || (point >= 0xAC00 && point <= 0xD7A3)
        || (point >= 0xFF00 && point <= 0xFF60);
  }

  /**
   * A text in exactly so many columns, filled up with blanks or shortened in its middle: long names
   * mostly differ at their ends. Control characters, which could move the cursor, become question
   * marks.
   */
  static String fitted(String text, int columns) {
    var shortened = shortened(text, columns);
    return shortened + " ".repeat(Math.max(0, columns - of(shortened)));
  }

  /** A text in so many columns at most. */
  static String shortened(String text, int columns) {
    var points = text.codePoints().map(c -> Character.isISOControl(c) ? '?' : c).toArray();
    if (of(points) <= columns) {
      return new String(points, 0, points.length);
    }
    if (columns < 1) {
      return "";
    }
    var tail = points.length;
    var room = (columns - 1) / 2;
    while (tail > 0 && of(points[tail - 1]) <= room) {
      room -= of(points[--tail]);
    }
    var head = 0;
    room = columns - 1 - of(Arrays.copyOfRange(points, tail, points.length));
    while (head < tail && of(points[head]) <= room) {
      room -= of(points[head++]);
    }
    return new StringBuilder()
        .append(new String(points, 0, head))
        .appendCodePoint(ELLIPSIS)
        .append(new String(points, tail, points.length - tail))
        .toString();
  }
}
