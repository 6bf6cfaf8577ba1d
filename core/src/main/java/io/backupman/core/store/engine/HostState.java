package io.backupman.core.store.engine;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.Statement;

/**
 * What a server says of itself to a new connection. A node of a Galera cluster takes connections
 * also while it is cut off from the others, or has not taken over yet what they have written.
 *
 * @param connection not in a transaction
 */
record HostState(Connection connection) {
  private static final int LONGEST_ANSWER_MILLIS = 5_000;

  /** Also answered by a node that refuses whatever is about tables (error 1047). */
  private static final String STATE = "SELECT @@wsrep_on, @@read_only";

  private static final String READY = "SHOW GLOBAL STATUS LIKE 'wsrep_ready'";

  /** What MySQL says, and a MariaDB that was built without Galera. */
  private static final int UNKNOWN_VARIABLE = 1193;

  private static final int LOCK_WAIT_TIMEOUT = 1205;

  /** Answers once everything has been applied here that the cluster has committed until now. */
  private static final String CAUGHT_UP = "SET STATEMENT wsrep_sync_wait = 1 FOR SELECT 1";

  /** The same before each transaction: whatever statement it begins with. */
  private static final String ALWAYS_CAUGHT_UP = "SET SESSION wsrep_sync_wait = 7";

  /**
   * Returns whether it is a node of a cluster, if it may be used.
   *
   * @param amongOthers whether there are hosts to be used instead of one that takes no writes
   * @throws SQLException why it may not be used
   */
  boolean requireUsable(boolean amongOthers) throws SQLException {
    var longest = connection.getNetworkTimeout();
    connection.setNetworkTimeout(Runnable::run, LONGEST_ANSWER_MILLIS);
    try (var statement = connection.createStatement()) {
      var cluster = isCluster(statement, amongOthers);
      if (cluster) {
        requireReady(statement);
        requireCaughtUp(statement);
        if (!amongOthers) {
          // It may be a load balancer, behind which the next connection leads to another node.
          statement.execute(ALWAYS_CAUGHT_UP);
        }
      }
      connection.setNetworkTimeout(Runnable::run, longest);
      return cluster;
    }
  }

  private static boolean isCluster(Statement statement, boolean amongOthers) throws SQLException {
    try (var state = statement.executeQuery(STATE)) {
      state.next();
      if (amongOthers && state.getBoolean(2)) {
        throw unusable("it takes no writes (read_only)");
      }
      return state.getBoolean(1);
    } catch (SQLException e) {
      if (e.getErrorCode() == UNKNOWN_VARIABLE) {
        return false;
      }
      throw e;
    }
  }

  private static void requireReady(Statement statement) throws SQLException {
    try (var status = statement.executeQuery(READY)) {
      if (!status.next() || !status.getString(2).equals("ON")) {
        throw unusable("it is cut off from its cluster, or has not joined it yet (wsrep_ready)");
      }
    }
  }

  /** Waits until the node has what this process may have written through another one. */
  static void requireCaughtUp(Statement statement) throws SQLException {
    try {
      statement.execute(CAUGHT_UP);
    } catch (SQLException e) {
      throw e.getErrorCode() == LOCK_WAIT_TIMEOUT
          ? unusable("it lags behind its cluster (" + SqlErrors.text(e) + ")")
          : e;
    }
  }

  private static SQLException unusable(String reason) {
    return new SQLNonTransientConnectionException(reason, "08001");
  }
}
