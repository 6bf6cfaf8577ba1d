package io.backupman.server.log;

import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Makes of any text, whoever wrote it, a line that shows nothing it must not and forges nothing.
 * Thread-safe if its mask is.
 */
final class SafeText {
  /** How many characters a line may have. */
  static final int LONGEST = 2000;

  /** More is not even looked at. */
  private static final int LOOKED_AT = 16 * 1024;

  /** What ends a line, in any of the ways that Unicode knows, and blanks after it. */
  private static final Pattern LINE_BREAKS =
      Pattern.compile("[\\n\\x0B\\f\\r\\x85\\u2028\\u2029]+\\s*|\\t");

  /** Controls; and formats, among them those that turn the direction of writing. */
  private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}]");

  /** The query of an address, which may hold a secret. */
  private static final Pattern QUERY = Pattern.compile("(/[^\\s?]{0,500})\\?[^\\s\"'<>]+");

  private final UnaryOperator<String> mask;

  SafeText(UnaryOperator<String> mask) {
    this.mask = mask;
  }

  /** Makes one line of a text. */
  String line(String text) {
    var some = text.length() > LOOKED_AT ? text.substring(0, LOOKED_AT) : text;
    var joined = LINE_BREAKS.matcher(mask.apply(some).strip()).replaceAll(" ");
    var shown = QUERY.matcher(cut(joined, text.length())).replaceAll("$1?…");
    var visible =
        UNPRINTABLE
            .matcher(shown)
            .replaceAll(found -> "\\\\u%04x".formatted((int) found.group().charAt(0)));
    return cut(mask.apply(visible), text.length());
  }

  private static String cut(String text, int length) {
    if (text.length() <= LONGEST) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
    return text.substring(0, end) + "… (%s characters)".formatted(length);
  }
}
