package io.backupman.notifier.http;

import java.util.Map;
import java.util.stream.Collectors;

/** What a provider reads as markup, and how to write it so that it is shown as it is. Immutable. */
public final class Markup {
  /** No markup: everything is shown as it is. */
  public static final Markup NONE = new Markup(Map.of());

  /** The three characters that HTML, Slack and Telegram give a meaning in a text. */
  public static final Markup ENTITIES =
      new Markup(Map.of((int) '&', "&amp;", (int) '<', "&lt;", (int) '>', "&gt;"));

  private final Map<Integer, String> escapes;

  private Markup(Map<Integer, String> escapes) {
    this.escapes = Map.copyOf(escapes);
  }

  /** Markup whose characters lose their meaning after a backslash, such as Markdown. */
  public static Markup backslash(String characters) {
    return new Markup(
        characters.chars().boxed().collect(Collectors.toMap(c -> c, c -> "\\" + (char) (int) c)));
  }

  /** The text so written that it is shown as it is. */
  public String escaped(String text) {
    return fit(text, Integer.MAX_VALUE);
  }

  /**
   * The same, cut where what is written would be too long, and then ended with an ellipsis. Neither
   * an escape nor a character of two UTF-16 units is cut in half.
   *
   * @param most how many UTF-16 units it may have; 0 or less is none
   */
  public String fit(String text, int most) {
    var written = new StringBuilder();
    var end = 0; // of what still fits with an ellipsis after it
    for (var at = 0; at < text.length(); at = text.offsetByCodePoints(at, 1)) {
      var character = text.codePointAt(at);
      written.append(escapes.getOrDefault(character, Character.toString(character)));
      if (written.length() > most) {
        written.setLength(end);
        return most < 1 ? "" : written.append('…').toString();
      }
      end = written.length() < most ? written.length() : end;
    }
    return written.toString();
  }
}
