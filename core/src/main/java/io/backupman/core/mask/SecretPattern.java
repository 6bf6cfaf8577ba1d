package io.backupman.core.mask;

import io.backupman.core.mask.SpelledText.Reading;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A form of a secret that is looked for in texts. Immutable, safe for use by several threads.
 *
 * @param form the secret itself, or an encoded form of it
 * @param base64 whether the form is Base64 (RFC 4648): its two alphabets count as one, and lines
 *     may break within it
 */
record SecretPattern(String form, boolean base64) {
  /** No occurrence begins there. */
  static final int NOWHERE = -1;

  /** So many characters of a secret may be readable where a text was cut within it. */
  private static final int MOST_SHOWN = 4;

  /**
   * How a quote is spelled in a text within such quotes: doubled, as in SQL and CSV, or outside of
   * them, as in the lines of shells.
   */
  private static final Map<Integer, List<String>> WITHIN_QUOTES =
      Map.of((int) '"', List.of("\"\""), (int) '\'', List.of("''", "'\\''", "'\"'\"'"));

  /** The characters that an occurrence may begin with. */
  int[] beginnings() {
    int first = form.codePointAt(0);
    return base64 && (first == '+' || first == '/')
        ? new int[] {first, first == '+' ? '-' : '_'}
        : new int[] {first};
  }

  /**
   * Where an occurrence ends whose first character has been read: the farthest such place, or
   * {@link #NOWHERE}. An occurrence that the end of the text cuts ends there.
   */
  int end(SpelledText text, Reading first) {
    var places = new TreeSet<>(Set.of(first.end()));
    boolean cut = false;
    for (int at = Character.charCount(form.codePointAt(0)); at < form.length(); ) {
      if (base64) {
        skipLineBreaks(text, places);
      }
      cut |= at > MOST_SHOWN && text.endsAt(places.last());
      int expected = form.codePointAt(at);
      var next = new TreeSet<Integer>();
      for (int place : places) {
        for (var reading : text.readings(place)) {
          if (standard(reading.codePoint()) == expected) {
            next.add(reading.end());
          }
        }
      }
      cut |= at > MOST_SHOWN && endsWithinQuotes(text, expected, places);
      at += Character.charCount(expected);
      if (at < form.length()) {
        next.addAll(withinQuotes(text, expected, places));
      }
      if (next.isEmpty()) {
        return cut ? text.length() : NOWHERE;
      }
      places = next;
    }
    return places.last();
  }

  /**
   * A quote within a secret may be spelled as quotes; the first and the last character may not,
   * because the quotes beside them are not the secret's own.
   */
  private static Set<Integer> withinQuotes(SpelledText text, int quote, Set<Integer> places) {
    return WITHIN_QUOTES.getOrDefault(quote, List.of()).stream()
        .flatMap(spelled -> places.stream().flatMap(place -> text.after(place, spelled)))
        .collect(Collectors.toSet());
  }

  /** Whether the text was cut within the quotes that a quote is spelled as. */
  private static boolean endsWithinQuotes(SpelledText text, int quote, Set<Integer> places) {
    return WITHIN_QUOTES.getOrDefault(quote, List.of()).stream()
        .anyMatch(spelled -> places.stream().anyMatch(place -> text.endsWithin(place, spelled)));
  }

  private static void skipLineBreaks(SpelledText text, TreeSet<Integer> places) {
    for (Integer place = places.first(); place != null; place = places.higher(place)) {
      for (var reading : text.readings(place)) {
        if (Character.isWhitespace(reading.codePoint())) {
          places.add(reading.end());
        }
      }
    }
  }

  /** The character of the alphabet for all uses that one of the alphabet for URLs means. */
  private int standard(int codePoint) {
    if (!base64) {
      return codePoint;
    }
    return codePoint == '-' ? '+' : codePoint == '_' ? '/' : codePoint;
  }
}
