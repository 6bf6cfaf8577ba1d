package io.backupman.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.backupman.core.store.engine.DatabaseLocation;
import io.backupman.core.store.engine.DatabaseSettings;
import io.backupman.core.store.engine.Pool;
import io.backupman.core.store.engine.StoreException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever happens in a transaction, it ends and its connection comes back. */
class SqlTest {

  @ParameterizedTest
  @MethodSource("io.backupman.core.store.Databases#all")
  void noConnectionIsLostByStatementsThatFail(DatabaseSettings settings) {
    try (var pool = new Pool(DatabaseLocation.of(settings));
        var sql = new Sql(pool, 10)) {
      for (var i = 0; i < 20; i++) {
        assertThatThrownBy(
                () -> sql.query("SELECT nothing FROM nowhere", row -> row, Params.none()))
            .isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> sql.query("SELECT ?, :a", row -> row, Params.of("a", 1)))
            .isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> sql.query("SELECT 1 AS a", row -> row.text("b"), Params.none()))
            .isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> sql.query("SELECT 1 AS a", row -> 1 / zero(), Params.none()))
            .isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> sql.query("SELECT 1 AS a", SqlTest::tooDeep, Params.none()))
            .isInstanceOf(StackOverflowError.class);
      }
      assertThat(pool.use().active()).isZero();
      assertThat(sql.query("SELECT 7 AS a", row -> row.number("a"), Params.none()))
          .containsExactly(7L);
    }
  }

  @ParameterizedTest
  @MethodSource("io.backupman.core.store.Databases#all")
  void whatFailsHalfWayLeavesNothing(DatabaseSettings settings) {
    try (var pool = new Pool(DatabaseLocation.of(settings));
        var sql = new Sql(pool, 10)) {
      sql.update("CREATE TABLE t (id INT PRIMARY KEY)", Params.none());
      assertThatThrownBy(
              () ->
                  sql.transaction(
                      tx -> {
                        tx.update("INSERT INTO t VALUES (1)", Params.none());
                        throw new IllegalStateException("half-way");
                      }))
          .hasMessage("half-way");
      assertThat(sql.query("SELECT id FROM t", row -> row, Params.none())).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("io.backupman.core.store.Databases#all")
  void transactionsThatLockEachOtherOutAreRepeatedUntilBothAreThrough(DatabaseSettings settings)
      throws Exception {
    try (var pool = new Pool(DatabaseLocation.of(settings));
        var sql = new Sql(pool, 10)) {
      sql.update("CREATE TABLE t (id INT PRIMARY KEY, n INT) ENGINE = InnoDB", Params.none());
      sql.update("INSERT INTO t VALUES (1, 0), (2, 0)", Params.none());
      var meet = new CyclicBarrier(2);
      var turn = new AtomicInteger();
      StoreContract.together(
          2,
          () -> {
            var first = turn.incrementAndGet();
            var tries = new AtomicInteger();
            return sql.transaction(
                tx -> {
                  tx.update("UPDATE t SET n = n + 1 WHERE id = :id", Params.of("id", first));
                  if (tries.incrementAndGet() == 1) {
                    await(meet);
                  }
                  return tx.update(
                      "UPDATE t SET n = n + 1 WHERE id = :id", Params.of("id", 3 - first));
                });
          });
      assertThat(sql.query("SELECT n FROM t", row -> row.number("n"), Params.none()))
          .containsExactly(2L, 2L);
    }
  }

  private static Object tooDeep(Row row) {
    throw new StackOverflowError(row.text("a"));
  }

  private static int zero() {
    return Integer.parseInt("0");
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
