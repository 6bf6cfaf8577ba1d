package io.backupman.core.source.mariadb.sql;

import io.backupman.core.source.SourceException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The tokens of a statement, read from the front. For one thread. */
final class SqlTokens {
  private final List<SqlToken> tokens;
  private int at;

  SqlTokens(List<SqlToken> tokens) {
    this.tokens = tokens;
  }

  boolean isAtEnd() {
    return at >= tokens.size();
  }

  /** The next one, which stays; {@code null} at the end. */
  @Nullable SqlToken peek() {
    return isAtEnd() ? null : tokens.get(at);
  }

  /**
   * Takes the next one.
   *
   * @throws SourceException if there is none
   */
  SqlToken next() {
    if (isAtEnd()) {
      throw new SourceException("It has a statement that ends too early.");
    }
    return tokens.get(at++);
  }

  /** Takes these words and signs, if they all follow; else nothing. */
  boolean accept(String... wanted) {
    if (at + wanted.length > tokens.size()) {
      return false;
    }
    for (int i = 0; i < wanted.length; i++) {
      if (!tokens.get(at + i).is(wanted[i])) {
        return false;
      }
    }
    at += wanted.length;
    return true;
  }

  /** Takes one of these words, if it follows. */
  boolean acceptAny(String... wanted) {
    for (var word : wanted) {
      if (accept(word)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Takes a name that may have that of a database before it, if one follows.
   *
   * @param database the only one that it may have
   * @return the name alone, as it is written; {@code null} if none follows
   */
  @Nullable SqlToken acceptName(DatabaseName database) {
    var first = peek();
    if (first == null || !first.isName()) {
      return null;
    }
    boolean isQualified = at + 2 < tokens.size() && tokens.get(at + 1).is(".");
    if (!isQualified) {
      at++;
      return first;
    }
    if (!database.is(first.unquoted())) {
      return null;
    }
    at += 3;
    return tokens.get(at - 1);
  }

  /** Takes what stands in parentheses, which are left away; an opening one follows. */
  List<SqlToken> group() {
    var group = new ArrayList<SqlToken>();
    int depth = 0;
    do {
      var token = next();
      depth += token.is("(") ? 1 : token.is(")") ? -1 : 0;
      group.add(token);
    } while (depth > 0);
    return List.copyOf(group.subList(1, group.size() - 1));
  }

  /** Takes all that is left. */
  List<SqlToken> rest() {
    var rest = List.copyOf(tokens.subList(at, tokens.size()));
    at = tokens.size();
    return rest;
  }

  /** The parts between commas that stand in no parentheses. */
  static List<List<SqlToken>> parts(List<SqlToken> tokens) {
    var parts = new ArrayList<List<SqlToken>>();
    var part = new ArrayList<SqlToken>();
    int depth = 0;
    for (var token : tokens) {
      depth += token.is("(") ? 1 : token.is(")") ? -1 : 0;
      if (depth == 0 && token.is(",")) {
        parts.add(part);
        part = new ArrayList<>();
      } else {
        part.add(token);
      }
    }
    parts.add(part);
    return parts;
  }

  /** As a statement says it. */
  static String text(List<SqlToken> tokens) {
    var text = new StringBuilder();
    for (var token : tokens) {
      text.append(token.spaced() ? " " : "").append(token.text());
    }
    return text.toString().strip();
  }
}
