package io.backupman.core.store;

import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Collects the conditions of a query. Not safe for use by several threads. */
final class Where {
  private final StringJoiner conditions = new StringJoiner(" AND ");
  private final List<@Nullable Object> values = new ArrayList<>();

  /** Adds a condition with one question mark, unless its value is missing. */
  Where and(String condition, @Nullable Object value) {
    if (value != null) {
      conditions.add(condition);
      values.add(value);
    }
    return this;
  }

  /**
   * Adds a condition that holds all of these, unless there are none.
   *
   * @param condition with {@code %s} in place of them
   */
  Where andWithin(String condition, Where inner) {
    if (!inner.isEmpty()) {
      conditions.add(condition.replace("%s", inner.conditions.toString()));
      values.addAll(inner.values);
    }
    return this;
  }

  boolean isEmpty() {
    return values.isEmpty();
  }

  /** The clause; empty without conditions. */
  String clause() {
    return isEmpty() ? "" : " WHERE " + conditions;
  }

  /** What stands for the question marks, and after it the limit. */
  @Nullable Object[] valuesAnd(int limit) {
    var all = new ArrayList<>(values);
    all.add(limit);
    return all.toArray();
  }

  /** The statement with a question mark for each of these in place of {@code :ids}. */
  static String of(String sql, List<?> ids) {
    return sql.replace(":ids", "?, ".repeat(ids.size() - 1) + "?");
  }
}
