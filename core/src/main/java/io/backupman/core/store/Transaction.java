package io.backupman.core.store;

import io.helidon.dbclient.DbTransaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Statements of one transaction; whoever began it ends it. */
final class Transaction {
  private final DbTransaction transaction;
  private final TableNames names;

  Transaction(DbTransaction transaction, TableNames names) {
    this.transaction = transaction;
    this.names = names;
  }

  /**
   * All rows of a query.
   *
   * @param values what stands for the question marks
   */
  <T> List<T> query(String sql, Function<Row, T> mapper, @Nullable Object... values) {
    var statement = transaction.createQuery(names.in(sql)).params(converted(values));
    try (var rows = statement.execute()) {
      return rows.map(row -> mapper.apply(new Row(row))).toList();
    }
  }

  /** The first row of a query, if there is one. */
  <T> Optional<T> first(String sql, Function<Row, T> mapper, @Nullable Object... values) {
    return query(sql, mapper, values).stream().findFirst();
  }

  /** The number of rows that a statement has found and changed. */
  long update(String sql, @Nullable Object... values) {
    return transaction.createDmlStatement(names.in(sql)).params(converted(values)).execute();
  }

  private static List<@Nullable Object> converted(@Nullable Object[] values) {
    var converted = new ArrayList<@Nullable Object>(values.length);
    for (var value : values) {
      converted.add(value instanceof Instant instant ? Times.utc(instant) : value);
    }
    return converted;
  }
}
