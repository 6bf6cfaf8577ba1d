package io.backupman.notifier.http;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Makes texts fit where a provider counts bytes of UTF-8. */
public final class Utf8 {
  private static final String ELLIPSIS = "…";

  private Utf8() {}

  /**
   * The text, cut where it is too long and then ended with an ellipsis. No character is cut in
   * half.
   *
   * @param most how many bytes it may have, at least the 3 of the ellipsis
   */
  public static String cut(String text, int most) {
    if (bytes(text) <= most) {
      return text;
    }
    var room = most - bytes(ELLIPSIS);
    var end = 0;
    while (true) {
      var next = text.offsetByCodePoints(end, 1);
      room -= bytes(text.substring(end, next));
      if (room < 0) {
        return text.substring(0, end) + ELLIPSIS;
      }
      end = next;
    }
  }

  /** How many bytes a text has. */
  public static int bytes(String text) {
    return text.getBytes(UTF_8).length;
  }
}
