package io.backupman.core.store.engine;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.UUID;

/** A database of its own in this process's memory. */
record MemoryLocation(String url) implements H2Location {

  MemoryLocation() {
    this("jdbc:h2:mem:" + UUID.randomUUID() + OPTIONS + ";DB_CLOSE_DELAY=-1");
  }

  @Override
  public String description() {
    return "The database in memory";
  }

  @Override
  public Connection first() {
    H2Location.listenOnLoopbackOnly();
    try {
      return DriverManager.getConnection(url, user(), password());
    } catch (SQLException e) {
      throw new StoreException(description() + " cannot be opened: " + SqlErrors.text(e), e);
    }
  }

  @Override
  public void beforeClose(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      // From now on it is gone with the last connection.
      statement.execute("SET DB_CLOSE_DELAY 0");
    }
  }
}
