package io.backupman.core.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The part of the query language of Google Drive that is about names, parents and kinds. */
final class GoogleQuery {
  private static final Pattern TOKEN =
      Pattern.compile("\\s*(?:'((?:[^'\\\\]|\\\\.)*)'|(!=|=|\\(|\\)|\\w+))");

  private record Token(boolean isText, String value) {}

  private final List<Token> tokens = new ArrayList<>();
  private int at;

  private GoogleQuery(String query) {
    Matcher matcher = TOKEN.matcher(query);
    int end = 0;
    while (end < query.length()) {
      if (!matcher.find(end) || matcher.start() != end) {
        throw new IllegalArgumentException("Invalid Value");
      }
      end = matcher.end();
      tokens.add(
          matcher.group(1) == null
              ? new Token(false, matcher.group(2))
              : new Token(true, matcher.group(1).replaceAll("\\\\(.)", "$1")));
    }
  }

  /**
   * Parses a query.
   *
   * @throws IllegalArgumentException if it is none
   */
  static Predicate<GoogleFile> parse(String query) {
    GoogleQuery parser = new GoogleQuery(query);
    Predicate<GoogleFile> parsed = parser.either();
    if (parser.at < parser.tokens.size()) {
      throw new IllegalArgumentException("Invalid Value");
    }
    return parsed;
  }

  private Predicate<GoogleFile> either() {
    Predicate<GoogleFile> left = both();
    while (accept("or")) {
      left = left.or(both());
    }
    return left;
  }

  private Predicate<GoogleFile> both() {
    Predicate<GoogleFile> left = term();
    while (accept("and")) {
      left = left.and(term());
    }
    return left;
  }

  private Predicate<GoogleFile> term() {
    if (accept("(")) {
      Predicate<GoogleFile> inner = either();
      expect(")");
      return inner;
    }
    Token first = next();
    if (first.isText()) {
      expect("in");
      expect("parents");
      return file -> file.parent().equals(first.value());
    }
    boolean equal = next().value().equals("=");
    String value = next().value();
    return file -> equal == matches(file, first.value(), value);
  }

  private static boolean matches(GoogleFile file, String field, String value) {
    return switch (field) {
      // As the real one: capitals do not count.
      case "name" -> file.name().toLowerCase(Locale.ROOT).equals(value.toLowerCase(Locale.ROOT));
      case "mimeType" -> file.mimeType().equals(value);
      case "trashed" -> Boolean.toString(file.trashed()).equals(value);
      default -> throw new IllegalArgumentException("Invalid Value");
    };
  }

  private Token next() {
    if (at >= tokens.size()) {
      throw new IllegalArgumentException("Invalid Value");
    }
    return tokens.get(at++);
  }

  private boolean accept(String word) {
    if (at < tokens.size() && tokens.get(at).equals(new Token(false, word))) {
      at++;
      return true;
    }
    return false;
  }

  private void expect(String word) {
    if (!accept(word)) {
      throw new IllegalArgumentException("Invalid Value");
    }
  }
}
