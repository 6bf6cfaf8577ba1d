package io.backupman.core.mask;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A text whose characters may be spelled in other ways than as themselves: percent-encoded (RFC
 * 3986, in HTML forms, and {@code %uXXXX} of JavaScript), escaped with a backslash (JSON, and
 * string literals of the usual languages) or as entities of HTML, also in one another. Which of
 * these holds is not known, so several characters may stand at one place. Not safe for use by
 * several threads.
 */
final class SpelledText {
  /** JSON inside JSON inside a URL. */
  private static final int DEEPEST = 3;

  private static final int MOST_DIGITS = 8;
  private static final int HEX = 16;

  /** The longest spelling of one character that a text may end within: {@code %2525F0…}, say. */
  private static final int LONGEST_SPELLING = 28;

  /** What spellings are made of, besides letters and digits. */
  private static final String SIGNS = "%\\&#;{…";

  private static final String CONTROLS = "abtnvfre0";
  private static final int[] CONTROL_CODES = {7, 8, 9, 10, 11, 12, 13, 27, 0};

  /**
   * One way to read what stands at a place.
   *
   * @param codePoint the character, or while a number is read its value so far
   * @param end where the next character begins
   */
  record Reading(int codePoint, int end) {}

  private final String text;
  private final List<Map<Integer, Set<Reading>>> known =
      IntStream.rangeClosed(0, DEEPEST)
          .<Map<Integer, Set<Reading>>>mapToObj(depth -> new HashMap<>())
          .toList();

  SpelledText(String text) {
    this.text = text;
  }

  int length() {
    return text.length();
  }

  /** All ways to read the character that begins at a place; none where the text has ended. */
  Set<Reading> readings(int at) {
    return readings(at, DEEPEST);
  }

  /** Where these characters end, in all ways to read them, if they stand at a place. */
  Stream<Integer> after(int at, String expected) {
    return after(at, DEEPEST, expected);
  }

  /** Whether the text ends at a place, or was cut within the spelling of a character there. */
  boolean endsAt(int at) {
    if (at < text.length() - LONGEST_SPELLING) {
      return false;
    }
    var rest = text.substring(at);
    return rest.chars().allMatch(SpelledText::isLeftOver)
        || (isBegun(rest.charAt(0)) && rest.chars().allMatch(SpelledText::isOfSpelling));
  }

  /** What a cut leaves of a character, of its bytes or its UTF-16, and what tells of the cut. */
  private static boolean isLeftOver(int character) {
    return character == '…' || character == '\uFFFD' || Character.isHighSurrogate((char) character);
  }

  /** Whether the text ends, or was cut, after some of these characters, which begin at a place. */
  boolean endsWithin(int at, String expected) {
    return IntStream.range(1, expected.length())
        .mapToObj(shown -> expected.substring(0, shown))
        .anyMatch(begun -> after(at, begun).anyMatch(this::endsAt));
  }

  private static boolean isOfSpelling(int character) {
    return Character.isLetterOrDigit(character) || SIGNS.indexOf(character) >= 0;
  }

  private Set<Reading> readings(int at, int depth) {
    if (at >= text.length()) {
      return Set.of();
    }
    int plain = text.codePointAt(at);
    if (depth == 0 || (plain != '+' && !isBegun(plain))) {
      return Set.of(new Reading(plain, at + Character.charCount(plain)));
    }
    var there = known.get(depth).get(at);
    if (there == null) {
      there = spelled(at, depth - 1);
      known.get(depth).put(at, there);
    }
    return there;
  }

  private static boolean isBegun(int codePoint) {
    return codePoint == '%' || codePoint == '\\' || codePoint == '&';
  }

  private Set<Reading> spelled(int at, int depth) {
    var found = new HashSet<>(readings(at, depth));
    for (var first : readings(at, depth)) {
      if (first.codePoint() == '+') {
        found.add(new Reading(' ', first.end()));
      } else if (first.codePoint() == '&') {
        entities(first.end(), depth).forEach(found::add);
      } else if (first.codePoint() == '\\') {
        controls(first.end(), depth).forEach(found::add);
      }
    }
    units(at, depth).flatMap(unit -> characters(unit, depth)).forEach(found::add);
    bytes(at, depth).flatMap(first -> encoded(first, depth)).forEach(found::add);
    return found;
  }

  /** What a backslash stands before: a letter for a control character, or the character itself. */
  private Stream<Reading> controls(int at, int depth) {
    return readings(at, depth).stream()
        .flatMap(
            next -> {
              int control = CONTROLS.indexOf(next.codePoint());
              if (control >= 0) {
                return Stream.of(new Reading(CONTROL_CODES[control], next.end()));
              }
              return Character.isLetterOrDigit(next.codePoint()) ? Stream.of() : Stream.of(next);
            });
  }

  /** UTF-16 code units and whole code points: {@code \}u00f6, {@code \}U0001f600, %u00F6. */
  private Stream<Reading> units(int at, int depth) {
    var small = begun(at, depth, "\\u", "%u").toList();
    return Stream.of(
            small.stream().flatMap(from -> number(from, depth, HEX, 4)),
            small.stream()
                .flatMap(from -> after(from, depth, '{'))
                .flatMap(from -> numberUntil(from, depth, HEX, '}')),
            begun(at, depth, "\\U").flatMap(from -> number(from, depth, HEX, MOST_DIGITS)))
        .flatMap(readings -> readings);
  }

  private Stream<Reading> characters(Reading unit, int depth) {
    if (unit.codePoint() > Character.MAX_VALUE
        || !Character.isHighSurrogate((char) unit.codePoint())) {
      return Stream.of(unit);
    }
    return units(unit.end(), depth)
        .filter(low -> low.codePoint() >>> 10 == Character.MIN_LOW_SURROGATE >>> 10)
        .map(
            low ->
                new Reading(
                    Character.toCodePoint((char) unit.codePoint(), (char) low.codePoint()),
                    low.end()));
  }

  /** Bytes: %C3, {@code \}xc3, {@code \}303. */
  private Stream<Reading> bytes(int at, int depth) {
    return Stream.concat(
        begun(at, depth, "%", "\\x").flatMap(from -> number(from, depth, HEX, 2)),
        begun(at, depth, "\\").flatMap(from -> number(from, depth, 8, 3)));
  }

  /** What a byte begins: a character of ISO 8859-1, or one of UTF-8 (RFC 3629). */
  private Stream<Reading> encoded(Reading first, int depth) {
    int lead = first.codePoint();
    int following = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : lead >= 0xC2 ? 1 : 0;
    var longer = Stream.of(new Reading(lead & (0x7F >> (following + 1)), first.end()));
    for (int i = 0; i < following; i++) {
      longer =
          longer.flatMap(
              begun ->
                  bytes(begun.end(), depth)
                      .filter(next -> (next.codePoint() & ~0x3F) == 0x80)
                      .map(
                          next ->
                              new Reading(
                                  begun.codePoint() << 6 | (next.codePoint() & 0x3F), next.end())));
    }
    return following == 0 ? Stream.of(first) : Stream.concat(Stream.of(first), longer);
  }

  private Stream<Reading> entities(int at, int depth) {
    var numbers = after(at, depth, '#').toList();
    return Stream.of(
            numbers.stream().flatMap(from -> numberUntil(from, depth, 10, ';')),
            numbers.stream()
                .flatMap(from -> Stream.concat(after(from, depth, 'x'), after(from, depth, 'X')))
                .flatMap(from -> numberUntil(from, depth, HEX, ';')),
            named(at, depth))
        .flatMap(readings -> readings);
  }

  private Stream<Reading> named(int at, int depth) {
    var name = new StringBuilder();
    for (int end = at; name.length() <= HtmlEntities.LONGEST; ) {
      var next = only(readings(end, depth));
      if (next.isEmpty()) {
        return Stream.of();
      }
      end = next.get().end();
      if (next.get().codePoint() == ';') {
        var codePoint = HtmlEntities.NAMES.get(name.toString());
        return codePoint == null ? Stream.of() : Stream.of(new Reading(codePoint, end));
      }
      name.appendCodePoint(next.get().codePoint());
    }
    return Stream.of();
  }

  /** The letter or digit or semicolon among these readings: a name of HTML has nothing else. */
  private static Optional<Reading> only(Set<Reading> readings) {
    return readings.stream()
        .filter(
            reading -> reading.codePoint() == ';' || Character.isLetterOrDigit(reading.codePoint()))
        .findFirst();
  }

  private Stream<Integer> begun(int at, int depth, String... beginnings) {
    return Stream.of(beginnings).flatMap(beginning -> after(at, depth, beginning));
  }

  private Stream<Integer> after(int at, int depth, String expected) {
    var ends = Stream.of(at);
    for (int i = 0; i < expected.length(); i++) {
      char next = expected.charAt(i);
      ends = ends.flatMap(from -> after(from, depth, next));
    }
    return ends;
  }

  private Stream<Integer> after(int at, int depth, char expected) {
    return readings(at, depth).stream()
        .filter(reading -> reading.codePoint() == expected)
        .map(Reading::end);
  }

  private Stream<Reading> number(int at, int depth, int radix, int digits) {
    var read = Stream.of(new Reading(0, at));
    for (int i = 0; i < digits; i++) {
      read = read.flatMap(begun -> withDigit(begun, depth, radix));
    }
    return read;
  }

  private Stream<Reading> numberUntil(int at, int depth, int radix, char end) {
    var whole = Stream.<Reading>builder();
    var begun = List.of(new Reading(0, at));
    for (int digits = 0; digits < MOST_DIGITS && !begun.isEmpty(); digits++) {
      begun = begun.stream().flatMap(number -> withDigit(number, depth, radix)).toList();
      begun.stream()
          .flatMap(
              number ->
                  after(number.end(), depth, end)
                      .map(after -> new Reading(number.codePoint(), after)))
          .forEach(whole);
    }
    return whole.build();
  }

  private Stream<Reading> withDigit(Reading begun, int depth, int radix) {
    return readings(begun.end(), depth).stream()
        .filter(next -> Character.digit(next.codePoint(), radix) >= 0)
        .map(
            next ->
                new Reading(
                    begun.codePoint() * radix + Character.digit(next.codePoint(), radix),
                    next.end()));
  }
}
