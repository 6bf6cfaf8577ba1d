package io.backupman.core.source.postgres.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The kinds of objects that a dump of PostgreSQL defines, and where each belongs. */
enum PostgresObjects {
  /** More words are needed. */
  UNKNOWN,
  /** To one database. */
  OF_DATABASE,
  /** To other servers or to roles, or it would act by itself. */
  LEFT_OUT,
  /** To the cluster, or nothing that a dump has. */
  REFUSED;

  private static final Set<String> BEFORE =
      Set.of(
          "or",
          "replace",
          "trusted",
          "procedural",
          "unlogged",
          "unique",
          "constraint",
          "recursive",
          "default");

  private static final Set<String> ONE_WORD =
      Set.of(
          "schema",
          "type",
          "domain",
          "table",
          "view",
          "sequence",
          "function",
          "procedure",
          "routine",
          "aggregate",
          "operator",
          "trigger",
          "rule",
          "index",
          "statistics",
          "policy",
          "cast",
          "collation",
          "conversion",
          "transform",
          "language",
          "extension",
          "server",
          "column",
          "constraint");

  private static final Set<String> TWO_WORDS =
      Set.of(
          "foreign table",
          "foreign data",
          "materialized view",
          "access method",
          "text search",
          "large object");

  /** What would act by itself, on this server or on another. */
  private static final Set<String> ACTING =
      Set.of("publication", "subscription", "event trigger", "user mapping", "default privileges");

  /** A comment on these is of the cluster, or for the owner alone. */
  private static final Set<String> COMMENTED_ELSEWHERE =
      Set.of("database", "extension", "role", "tablespace");

  /**
   * What is defined.
   *
   * @param words those after {@code CREATE}, {@code ALTER} or {@code DROP}, in lower case
   * @param whole whether no more will come
   */
  static PostgresObjects of(List<String> words, boolean whole) {
    if (startsWith(words, "default privileges")) {
      return LEFT_OUT;
    }
    var kind = fromKind(words);
    if (kind.size() == 1 && BEFORE.contains(kind.getFirst()) && !whole) {
      return UNKNOWN;
    }
    return kind(kind, whole);
  }

  private static List<String> fromKind(List<String> words) {
    var kind = new ArrayList<String>(words);
    while (kind.size() > 1 && BEFORE.contains(kind.getFirst())) {
      kind.removeFirst();
    }
    return kind;
  }

  private static PostgresObjects kind(List<String> kind, boolean whole) {
    if (kind.isEmpty()) {
      return whole ? REFUSED : UNKNOWN;
    }
    if (ACTING.stream().anyMatch(acting -> startsWith(kind, acting))) {
      return LEFT_OUT;
    }
    boolean isKnown =
        ONE_WORD.contains(kind.getFirst())
            || TWO_WORDS.stream().anyMatch(two -> startsWith(kind, two));
    if (isKnown) {
      return OF_DATABASE;
    }
    boolean mayBecome = kind.size() == 1 && !whole && begins(kind.getFirst());
    return mayBecome ? UNKNOWN : REFUSED;
  }

  private static boolean begins(String word) {
    return TWO_WORDS.stream().anyMatch(two -> two.startsWith(word + " "))
        || ACTING.stream().anyMatch(two -> two.startsWith(word + " "));
  }

  /**
   * What a comment or a label is on.
   *
   * @param words those after {@code ON}, in lower case
   * @param whole whether no more will come
   */
  static PostgresObjects commented(List<String> words, boolean whole) {
    if (!words.isEmpty() && COMMENTED_ELSEWHERE.contains(words.getFirst())) {
      return LEFT_OUT;
    }
    return kind(words, whole);
  }

  /** Whether the words after {@code CREATE} make an ordinary table. */
  static boolean isTable(List<String> words) {
    return words.contains("table") && !words.contains("foreign");
  }

  /** Whether the words after {@code CREATE} make a materialized view. */
  static boolean isMaterializedView(List<String> words) {
    return startsWith(fromKind(words), "materialized view");
  }

  private static boolean startsWith(List<String> words, String phrase) {
    var wanted = List.of(phrase.split(" "));
    return words.size() >= wanted.size() && words.subList(0, wanted.size()).equals(wanted);
  }
}
