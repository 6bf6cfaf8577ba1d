package io.backupman.core.store.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.backupman.core.testing.MariaDbServer;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What holds on one server, too; on a cluster see {@code GaleraStoreTest}. */
class ClusterTurnTest {
  private static final int PAUSE_MILLIS = 2;

  private final MariaDbServer server = MariaDbServer.shared();
  private final String database = server.createDatabase();

  @Test
  void theSecondWaitsUntilTheFirstGivesItsTurnBack() throws SQLException {
    var first = turn();
    var second = CompletableFuture.supplyAsync(this::turn);
    await().until(() -> isWaitedFor(second));
    assertThat(second).isNotDone();

    first.close();

    second.join().close();
    turn().close();
  }

  @Test
  void theTurnOfAProcessThatShowsNoMoreSignsIsTakenOver() throws SQLException {
    turn().close();
    execute("INSERT INTO backupman_turns (id, holder, signs) VALUES (1, 'killed', 7)");
    turn().close();
  }

  @Test
  void aProcessThatShowsSignsKeepsItsTurnHoweverLongItTakes() throws SQLException {
    turn().close();
    execute("INSERT INTO backupman_turns (id, holder, signs) VALUES (1, 'slow', 0)");
    var waiting = CompletableFuture.supplyAsync(this::turn);
    for (var sign = 0; sign < 300; sign++) {
      var seen = looks();
      execute("UPDATE backupman_turns SET signs = signs + 1 WHERE id = 1");
      await().until(() -> looks() > seen);
    }
    assertThat(waiting).isNotDone();
    execute("DELETE FROM backupman_turns WHERE id = 1");
    waiting.join().close();
  }

  private ClusterTurn turn() {
    try {
      return ClusterTurn.await(server.open(database), "The database", PAUSE_MILLIS);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private boolean isWaitedFor(CompletableFuture<ClusterTurn> waiting) throws SQLException {
    return waiting.isDone() || looks() > 5;
  }

  private long looks() throws SQLException {
    try (var connection = server.open(database);
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "SELECT COALESCE(SUM(signs), 0) FROM backupman_turns WHERE id = 2")) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private void execute(String sql) throws SQLException {
    try (var connection = server.open(database);
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
