package io.backupman.core.source.mariadb.sql;

import java.util.ArrayList;
import java.util.List;

/**
 * The names in a statement that have another one before them, such as {@code shop.orders}: the
 * first may be a database's, a table's, or something else's.
 */
final class QualifiedNames {

  /**
   * One of them.
   *
   * @param first the name that it begins with, without quotes
   * @param length how many names it consists of
   * @param at where it begins
   * @param isCalled whether it stands for a function, with parentheses after it
   * @param isSource whether a table is read by that name
   */
  record Name(String first, int length, int at, boolean isCalled, boolean isSource) {}

  /** What becomes of one. */
  interface Choice {
    /** Whether the first name, a database's, is to be left away. */
    boolean isLeftAway(Name name);
  }

  private QualifiedNames() {}

  /** The tokens without the first names that are to be left away. */
  static List<SqlToken> without(List<SqlToken> tokens, Choice choice) {
    var kept = new ArrayList<SqlToken>();
    for (int i = 0; i < tokens.size(); ) {
      int length = begins(tokens, i) ? length(tokens, i) : 1;
      if (length > 1 && choice.isLeftAway(name(tokens, i, length))) {
        var second = tokens.get(i + 2);
        kept.add(new SqlToken(second.kind(), second.text(), tokens.get(i).spaced()));
        kept.addAll(tokens.subList(i + 3, i + 2 * length - 1));
      } else {
        kept.addAll(tokens.subList(i, i + 2 * length - 1));
      }
      i += 2 * length - 1;
    }
    return kept;
  }

  private static boolean begins(List<SqlToken> tokens, int at) {
    boolean isVariable = at > 0 && (tokens.get(at - 1).is("@") || tokens.get(at - 1).is("."));
    return tokens.get(at).isName() && !isVariable;
  }

  private static int length(List<SqlToken> tokens, int at) {
    int length = 1;
    int end = at + 1;
    while (end + 1 < tokens.size()
        && tokens.get(end).is(".")
        && (tokens.get(end + 1).isName() || tokens.get(end + 1).is("*"))) {
      length++;
      end += 2;
    }
    return length;
  }

  private static Name name(List<SqlToken> tokens, int at, int length) {
    int end = at + 2 * length - 1;
    boolean isCalled = end < tokens.size() && tokens.get(end).is("(");
    return new Name(tokens.get(at).unquoted(), length, at, isCalled, isSource(tokens, at));
  }

  /** As the servers write views: {@code from (`a` join `b`)}. */
  private static boolean isSource(List<SqlToken> tokens, int at) {
    int before = at - 1;
    while (before >= 0 && tokens.get(before).is("(")) {
      before--;
    }
    return before >= 0
        && (tokens.get(before).is("FROM")
            || tokens.get(before).is("JOIN")
            || tokens.get(before).is("STRAIGHT_JOIN"));
  }
}
