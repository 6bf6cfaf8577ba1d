package io.backupman.notifier.spi.summary;

/** Makes texts of others fit into a line, a header or a field of limited length. */
public final class PlainText {
  private static final int SHORTEST = 2;

  private PlainText() {}

  /**
   * The text with every run of white space, line ends and control characters made one space.
   * Without CR and LF it cannot add a header of its own.
   */
  public static String oneLine(String text) {
    return text.replaceAll("[\\s\\p{Cntrl}\\u0080-\\u009f\\u2028\\u2029]+", " ").strip();
  }

  /** The text with its lines ended by LF, and every other control character made a space. */
  public static String lines(String text) {
    return text.replace("\r\n", "\n")
        .replace('\r', '\n')
        .replaceAll("[\\p{Cntrl}\\u0080-\\u009f&&[^\n\t]]", " ")
        .strip();
  }

  /**
   * The text, cut where it is too long and then ended with an ellipsis. A character of two UTF-16
   * units is never cut in half.
   *
   * @param most how many UTF-16 units it may have, at least 2
   */
  public static String cut(String text, int most) {
    if (most < SHORTEST) {
      throw new IllegalArgumentException("A text is cut to 2 characters at least, not " + most);
    }
    if (text.length() <= most) {
      return text;
    }
    var end = Character.isHighSurrogate(text.charAt(most - 2)) ? most - 2 : most - 1;
    return text.substring(0, end) + "…";
  }
}
