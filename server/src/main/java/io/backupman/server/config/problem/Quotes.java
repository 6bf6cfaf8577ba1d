package io.backupman.server.config.problem;

/** Quotes a text of the user in a sentence: on one line, of a bearable length. */
public final class Quotes {
  private static final int LONGEST = 80;

  private Quotes() {}

  public static String of(String text) {
    var cut = text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
    var quoted = new StringBuilder("\"");
    cut.chars()
        .forEach(
            c ->
                quoted.append(
                    Character.isISOControl(c) ? "\\u%04x".formatted(c) : String.valueOf((char) c)));
    return quoted.append('"').toString();
  }
}
