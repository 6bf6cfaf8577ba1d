package io.backupman.core.store;

import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Collects the conditions of a query with their values. Not safe for use by several threads. */
final class Where {
  private final StringJoiner conditions = new StringJoiner(" AND ");
  private final Params params = Params.none();

  /**
   * Adds a condition, unless its value is missing.
   *
   * @param condition with the name of one value, such as {@code id < :after}
   */
  Where and(String condition, @Nullable Object value) {
    if (value != null) {
      conditions.add(condition);
      params.and(nameIn(condition), value);
    }
    return this;
  }

  private static String nameIn(String condition) {
    return BoundSql.NAME.matcher(condition).results().findFirst().orElseThrow().group(1);
  }

  /**
   * Adds a condition that holds all of these, unless there are none.
   *
   * @param condition with {@code %s} in place of them
   */
  Where andWithin(String condition, Where inner) {
    if (!inner.isEmpty()) {
      conditions.add(condition.replace("%s", inner.conditions.toString()));
      params.and(inner.params);
    }
    return this;
  }

  boolean isEmpty() {
    return params.isEmpty();
  }

  /** The clause; empty without conditions. */
  String clause() {
    return isEmpty() ? "" : " WHERE " + conditions;
  }

  /** The conditions as a text to be put after others; empty if there are none. */
  String more() {
    return isEmpty() ? "" : " AND " + conditions;
  }

  /** The values of the conditions. */
  Params params() {
    return Params.none().and(params);
  }

  /** The values of the conditions, and the limit as {@code :limit}. */
  Params paramsAnd(int limit) {
    return params().and("limit", limit);
  }
}
