package io.backupman.notifier.mail;

/** Makes a text fit into one header line or sentence. */
final class OneLine {

  private OneLine() {}

  /**
   * The text with every run of white space, line ends and control characters made one space.
   * Without CR and LF it cannot add a header of its own.
   */
  static String of(String text) {
    return text.replaceAll("[\\s\\p{Cntrl}\\u0080-\\u009f\\u2028\\u2029]+", " ").strip();
  }

  /** The same, and cut to at most so many characters. */
  static String of(String text, int most) {
    var line = of(text);
    if (line.length() <= most) {
      return line;
    }
    var end = Character.isHighSurrogate(line.charAt(most - 2)) ? most - 2 : most - 1;
    return line.substring(0, end) + "…";
  }
}
