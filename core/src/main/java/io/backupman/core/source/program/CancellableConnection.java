package io.backupman.core.source.program;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A connection whose statements may take long: they run in a thread of their own, so that an
 * interrupt ends them, which the drivers do not. For one thread.
 */
public final class CancellableConnection implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(CancellableConnection.class.getName());
  private static final long LOOK_EVERY_MILLIS = 500;

  private final Connection connection;
  private final Statement statement;
  private final Runnable heartbeat;

  /**
   * Takes a connection over.
   *
   * @param heartbeat is run now and then while a statement runs
   */
  public CancellableConnection(Connection connection, Runnable heartbeat) throws SQLException {
    this.connection = connection;
    this.statement = connection.createStatement();
    this.statement.setEscapeProcessing(false); // What is in braces is the server's.
    this.heartbeat = heartbeat;
  }

  public void run(String sql) throws SQLException, InterruptedException {
    await(() -> statement.execute(sql));
  }

  /** The only number of the only row. */
  public long number(String sql) throws SQLException, InterruptedException {
    return Long.parseLong(rows(sql).getFirst().getFirst());
  }

  /** The texts of all rows; what is null is an empty one. */
  public List<List<String>> rows(String sql) throws SQLException, InterruptedException {
    return await(() -> read(sql));
  }

  private List<List<String>> read(String sql) throws SQLException {
    var all = new ArrayList<List<String>>();
    try (var rows = statement.executeQuery(sql)) {
      int columns = rows.getMetaData().getColumnCount();
      while (rows.next()) {
        var row = new ArrayList<String>();
        for (int i = 1; i <= columns; i++) {
          var text = rows.getString(i);
          row.add(text == null ? "" : text);
        }
        all.add(row);
      }
    }
    return all;
  }

  private <T> T await(Callable<T> work) throws SQLException, InterruptedException {
    var task = new FutureTask<T>(work);
    Thread.ofPlatform().daemon().name("session").start(task);
    try {
      while (true) {
        try {
          return task.get(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
          heartbeat.run();
        }
      }
    } catch (InterruptedException e) {
      abort();
      throw e;
    } catch (ExecutionException e) {
      throw unchecked(e);
    }
  }

  private static SQLException unchecked(ExecutionException e) {
    if (e.getCause() instanceof SQLException sql) {
      return sql;
    }
    throw new IllegalStateException(e.getCause());
  }

  /** The server is told, which would go on; then it is no longer waited for. */
  private void abort() {
    try {
      statement.cancel();
      connection.abort(Runnable::run);
    } catch (SQLException e) {
      LOG.log(System.Logger.Level.DEBUG, "A statement could not be cancelled", e);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
