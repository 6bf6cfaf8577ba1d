package io.backupman.core.store.engine;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Lets a pool make its connections in a way of ours. */
record ConnectionSource(Opening opening) implements DataSource {

  /** Makes a connection. */
  @FunctionalInterface
  interface Opening {
    Connection open() throws SQLException;
  }

  @Override
  public Connection getConnection() throws SQLException {
    return opening.open();
  }

  /** Makes one for the account that it knows anyway. */
  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    return opening.open();
  }

  @Override
  public @Nullable PrintWriter getLogWriter() {
    return null;
  }

  @Override
  public void setLogWriter(PrintWriter out) {}

  /** In seconds; the pool, when it is closed, waits so long for a connection that is being made. */
  @Override
  public int getLoginTimeout() {
    return 5;
  }

  /** Nothing: each connection has its own limit. */
  @Override
  public void setLoginTimeout(int seconds) {}

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException("It logs nothing.");
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    throw new SQLException("It is no wrapper.");
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return false;
  }
}
