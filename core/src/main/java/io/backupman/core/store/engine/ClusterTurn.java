package io.backupman.core.store.engine;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * A process's turn to change the tables of a database on a Galera cluster. What Flyway locks is
 * locked on one node alone, and is let go by its first change. Here whoever inserts a row first has
 * the turn, and shows that it goes on by counting the row up; the nodes agree on both, as on
 * everything that is committed.
 *
 * <p>While a table is changed, no node commits anything, the sign of life neither. So another
 * process does not measure time: it commits something itself before each look, and takes over after
 * many looks without a sign in between.
 */
final class ClusterTurn implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(ClusterTurn.class.getName());

  /** The table, which may be there before all others. */
  static final String TABLE = "backupman_turns";

  private static final int USUAL_PAUSE_MILLIS = 500;

  /** About a minute's. */
  private static final int LOOKS = 240;

  private static final String CREATE =
      """
      CREATE TABLE IF NOT EXISTS %s (
        id INT NOT NULL PRIMARY KEY, holder CHAR(36) NOT NULL, signs BIGINT NOT NULL
      ) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin"""
          .formatted(TABLE);

  private static final String TAKE =
      "INSERT IGNORE INTO %s (id, holder, signs) VALUES (1, ?, 0)".formatted(TABLE);

  private static final String LOOK = "SELECT holder, signs FROM %s WHERE id = 1".formatted(TABLE);

  private static final String COMMIT_SOMETHING =
      "INSERT INTO %s (id, holder, signs) VALUES (2, ?, 0) ON DUPLICATE KEY UPDATE signs = signs + 1"
          .formatted(TABLE);

  private static final String TAKE_OVER =
      "UPDATE %s SET holder = ?, signs = 0 WHERE id = 1 AND holder = ? AND signs = ?"
          .formatted(TABLE);

  private static final String SIGN =
      "UPDATE %s SET signs = signs + 1 WHERE id = 1 AND holder = ?".formatted(TABLE);

  private static final String GIVE_BACK =
      "DELETE FROM %s WHERE id = 1 AND holder = ?".formatted(TABLE);

  private final Connection connection;
  private final String self = UUID.randomUUID().toString();
  private final Thread signs = Thread.ofPlatform().name("turn").daemon().unstarted(this::sign);

  private final int pauseMillis;

  private ClusterTurn(Connection connection, int pauseMillis) {
    this.connection = connection;
    this.pauseMillis = pauseMillis;
  }

  /**
   * Waits for the turn, for as long as others change tables.
   *
   * @param connection used for nothing else; closed at the end of the turn
   * @param description what a sentence calls the database
   */
  static ClusterTurn await(Connection connection, String description) throws SQLException {
    return await(connection, description, USUAL_PAUSE_MILLIS);
  }

  /**
   * Waits with other pauses.
   *
   * @param pauseMillis between two signs of life, and two looks at most
   */
  static ClusterTurn await(Connection connection, String description, int pauseMillis)
      throws SQLException {
    var turn = new ClusterTurn(connection, pauseMillis);
    try {
      turn.await(description);
    } catch (SQLException | RuntimeException e) {
      connection.close();
      throw e;
    }
    turn.signs.start();
    return turn;
  }

  private record Holder(String name, long signs) {}

  private void await(String description) throws SQLException {
    update(CREATE);
    var last = new Holder("", 0);
    for (var looks = 0; update(TAKE, self) == 0; looks++) {
      var holder = holder();
      if (!holder.equals(last)) {
        looks = 0;
      } else if (looks > LOOKS && update(TAKE_OVER, self, holder.name(), holder.signs()) == 1) {
        return;
      }
      if (last.name().isEmpty()) {
        LOG.log(
            System.Logger.Level.INFO,
            "{0}: another process is bringing the tables up to date; waiting for it.",
            description);
      }
      last = holder;
      Pause.upTo(pauseMillis);
      update(COMMIT_SOMETHING, self);
    }
  }

  private Holder holder() throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(LOOK)) {
      return rows.next() ? new Holder(rows.getString(1), rows.getLong(2)) : new Holder("-", 0);
    }
  }

  /** A statement that got into another one's way has changed nothing; who calls looks again. */
  private int update(String sql, Object... values) throws SQLException {
    try (var statement = connection.prepareStatement(sql)) {
      for (var i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      return statement.executeUpdate();
    } catch (SQLException e) {
      if (SqlErrors.conflict(e)) {
        return 0;
      }
      throw e;
    }
  }

  private void sign() {
    try {
      while (true) {
        TimeUnit.MILLISECONDS.sleep(pauseMillis);
        update(SIGN, self);
      }
    } catch (InterruptedException e) {
      // The turn is over.
    } catch (SQLException e) {
      LOG.log(
          System.Logger.Level.WARNING, "Could not show that this process still has its turn", e);
    }
  }

  @Override
  public void close() {
    signs.interrupt();
    try (connection) {
      signs.join();
      update(GIVE_BACK, self);
    } catch (SQLException e) {
      LOG.log(System.Logger.Level.WARNING, "The turn could not be given back; others wait", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
