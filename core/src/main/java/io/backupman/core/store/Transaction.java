package io.backupman.core.store;

import io.backupman.core.store.engine.TableNames;
import io.helidon.dbclient.DbTransaction;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Statements of one transaction; whoever began it ends it. */
final class Transaction {
  private final DbTransaction transaction;
  private final TableNames names;

  Transaction(DbTransaction transaction, TableNames names) {
    this.transaction = transaction;
    this.names = names;
  }

  /** All rows of a query. */
  <T> List<T> query(String sql, Function<Row, T> mapper, Params params) {
    var bound = BoundSql.of(names.in(sql), params);
    var statement = transaction.createQuery(bound.sql()).params(bound.values());
    try (var rows = statement.execute()) {
      return rows.map(row -> mapper.apply(new Row(row))).toList();
    }
  }

  /** The first row of a query, if there is one. */
  <T> Optional<T> first(String sql, Function<Row, T> mapper, Params params) {
    return query(sql, mapper, params).stream().findFirst();
  }

  /** The number of rows that a statement has found and changed. */
  long update(String sql, Params params) {
    return execute(BoundSql.of(names.in(sql), params));
  }

  /**
   * Inserts rows with one statement.
   *
   * @param sql ends with the names of one row in parentheses
   * @param rows the values of each row, one at least
   */
  void insert(String sql, List<Params> rows) {
    execute(BoundSql.ofRows(names.in(sql), rows));
  }

  private long execute(BoundSql bound) {
    return transaction.createDmlStatement(bound.sql()).params(bound.values()).execute();
  }
}
