package io.backupman.core.store;

import io.backupman.core.store.engine.Pause;
import io.backupman.core.store.engine.Pool;
import io.backupman.core.store.engine.SqlErrors;
import io.backupman.core.store.engine.StoreException;
import io.backupman.core.store.engine.TableNames;
import io.helidon.dbclient.DbClient;
import io.helidon.dbclient.DbClientException;
import io.helidon.dbclient.DbTransaction;
import io.helidon.dbclient.jdbc.JdbcClientBuilder;
import io.helidon.dbclient.jdbc.JdbcParametersConfig;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Carries out SQL. All of it runs in transactions, single statements too: DB Client gives a
 * connection back only when a transaction ends, and here every one does. Safe for use by several
 * threads.
 */
final class Sql implements AutoCloseable {
  private static final int TRIES = 8;
  private static final int PAUSE_MILLIS = 20;

  /**
   * More tries are made within this time: a pool may hold many connections to a database that was
   * closed, and lends each of them once; and a node of a busy cluster may refuse again and again
   * what others are faster with.
   */
  private static final long PATIENCE_NANOS = 5_000_000_000L;

  private final String description;
  private final Pool pool;
  private final TableNames names;
  private final DbClient client;
  private final Uninterrupted threads;

  /**
   * Uses a pool.
   *
   * @param connections how many of its connections at once, at most; what comes beyond that waits
   */
  Sql(Pool pool, int connections) {
    this.pool = pool;
    description = pool.description();
    names = pool.names();
    threads = new Uninterrupted(connections);
    client =
        JdbcClientBuilder.create()
            .connectionPool(pool)
            .parametersSetter(JdbcParametersConfig.builder().useStringBinding(false).build())
            .build();
  }

  /**
   * Carries work out in a transaction: commits when it returns, rolls back when it throws. The work
   * is repeated if the transaction got into another one's way; it must do nothing but SQL, and call
   * nothing of this object.
   *
   * @throws StoreException if the database cannot be used
   */
  <T extends @Nullable Object> T transaction(Function<Transaction, T> work) {
    return threads.run(() -> repeated(work));
  }

  /** All rows of a query. */
  <T> List<T> query(String sql, Function<Row, T> mapper, Params params) {
    return transaction(tx -> tx.query(sql, mapper, params));
  }

  /** The number of rows that a statement has found and changed. */
  long update(String sql, Params params) {
    return transaction(tx -> tx.update(sql, params));
  }

  /** How much work waits for a connection. */
  int waiting() {
    return threads.waiting();
  }

  private <T extends @Nullable Object> T repeated(Function<Transaction, T> work) {
    var begin = System.nanoTime();
    for (var tries = 1; ; tries++) {
      try {
        return once(work);
      } catch (RepeatableException e) {
        noteIfLost(e.cause());
        if (tries >= TRIES && System.nanoTime() - begin > PATIENCE_NANOS) {
          throw unusable(e.cause());
        }
        Pause.upTo(PAUSE_MILLIS * Math.min(tries, TRIES));
      } catch (DbClientException e) {
        noteIfLost(e);
        throw unusable(e);
      }
    }
  }

  private void noteIfLost(RuntimeException failure) {
    if (SqlErrors.lost(failure)) {
      pool.lost();
    }
  }

  private <T extends @Nullable Object> T once(Function<Transaction, T> work) {
    var transaction = client.transaction();
    T result;
    try {
      result = work.apply(new Transaction(transaction, names));
    } catch (RuntimeException e) {
      rollBack(transaction, e);
      throw SqlErrors.conflict(e) || SqlErrors.lost(e) ? new RepeatableException(e) : e;
    } catch (Error e) {
      rollBack(transaction, e);
      throw e;
    }
    commit(transaction);
    return result;
  }

  private static void commit(DbTransaction transaction) {
    try {
      transaction.commit();
    } catch (DbClientException e) {
      // A lost connection is not repeated here: nobody knows whether the commit arrived.
      throw SqlErrors.conflict(e) || SqlErrors.refused(e) ? new RepeatableException(e) : e;
    }
  }

  private static void rollBack(DbTransaction transaction, Throwable failure) {
    if (SqlErrors.noConnection(failure)) {
      return;
    }
    try {
      transaction.rollback();
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  private StoreException unusable(RuntimeException failure) {
    if (failure instanceof StoreException known) {
      return known;
    }
    var sql = SqlErrors.sql(failure);
    var reason = sql == null ? String.valueOf(failure.getMessage()) : SqlErrors.text(sql);
    return new StoreException(description + " has failed: " + reason, failure);
  }

  @Override
  public void close() {
    threads.close();
  }

  /** A transaction that may be tried again. */
  private static final class RepeatableException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final RuntimeException failure;

    RepeatableException(RuntimeException failure) {
      super(failure);
      this.failure = failure;
    }

    RuntimeException cause() {
      return failure;
    }
  }
}
