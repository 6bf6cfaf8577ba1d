package io.backupman.core.store.engine;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.backupman.core.metrics.PoolUse;
import io.helidon.dbclient.jdbc.JdbcConnectionPool;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** The open connections to a database. Safe for use by several threads. */
public final class Pool implements JdbcConnectionPool, AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Pool.class.getName());
  private static final int CONNECT_MILLIS = 5_000;
  private static final int LEAK_MILLIS = 60_000;

  /** The time that an idle connection has to show that it lives: there may be many dead ones. */
  private static final int VALIDATION_MILLIS = 1_500;

  private static final long RENEWAL_NANOS = 1_000_000_000L;

  /** Much less than the silence after which a server drops a connection. */
  private static final int KEEP_ALIVE_MILLIS = 60_000;

  private final DatabaseLocation location;
  private final HikariDataSource connections;
  private final Connection first;
  private final TableNames names;
  private final AtomicLong renewedAt = new AtomicLong(System.nanoTime() - RENEWAL_NANOS);

  /**
   * Prepares the location and makes a first connection.
   *
   * @throws StoreException if that is not possible
   */
  public Pool(DatabaseLocation location) {
    this.location = location;
    this.first = location.first();
    this.names = names(location, first);
    this.connections = new HikariDataSource(config(location));
  }

  private static TableNames names(DatabaseLocation location, Connection first) {
    try {
      return location.tableNames(first);
    } catch (SQLException e) {
      throw closed(
          first,
          new StoreException(
              location.description() + " cannot be looked at: " + SqlErrors.text(e), e));
    } catch (StoreException e) {
      throw closed(first, e);
    }
  }

  private static StoreException closed(Connection connection, StoreException reason) {
    try {
      connection.close();
    } catch (SQLException e) {
      reason.addSuppressed(e);
    }
    return reason;
  }

  public static HikariConfig config(DatabaseLocation location) {
    var config = new HikariConfig();
    config.setPoolName("backupman-records");
    location
        .connections()
        .ifPresentOrElse(config::setDataSource, () -> connectByUrl(config, location));
    config.setMaximumPoolSize(location.poolSize());
    config.setMinimumIdle(1);
    config.setAutoCommit(false);
    config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
    config.setConnectionTimeout(CONNECT_MILLIS);
    config.setExceptionOverrideClassName(LostConnections.class.getName());
    config.setInitializationFailTimeout(-1);
    config.setLeakDetectionThreshold(LEAK_MILLIS);
    config.setKeepaliveTime(KEEP_ALIVE_MILLIS);
    if (location.hasSeveralHosts()) {
      config.setValidationTimeout(VALIDATION_MILLIS);
    }
    return config;
  }

  private static void connectByUrl(HikariConfig config, DatabaseLocation location) {
    config.setJdbcUrl(location.url());
    location.driver().ifPresent(config::setDriverClassName);
    config.setUsername(location.user());
    config.setPassword(location.password());
  }

  /**
   * Lends a connection; closing it gives it back.
   *
   * @throws StoreException if there is none within seconds
   */
  @Override
  public Connection connection() {
    var patience = new Patience(location);
    while (true) {
      try {
        return ready(connections.getConnection());
      } catch (SQLException e) {
        var reason = e.getCause() instanceof SQLException cause ? cause : e;
        lost();
        if (!patience.outlasts(reason)) {
          throw new StoreException(
              location.description() + " does not answer: " + SqlErrors.text(reason), e);
        }
      }
    }
  }

  /**
   * Says that a connection was lost. Where there are other hosts, all connections are replaced, by
   * ones to a host that can be used: those that are idle at once, the others when they come back.
   */
  public void lost() {
    var now = System.nanoTime();
    var last = renewedAt.get();
    if (location.hasSeveralHosts()
        && now - last > RENEWAL_NANOS
        && renewedAt.compareAndSet(last, now)) {
      connections.getHikariPoolMXBean().softEvictConnections();
    }
  }

  private Connection ready(Connection connection) throws SQLException {
    try {
      location.beforeUse(connection);
      return connection;
    } catch (RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  /** Whether the database has had all migrations. */
  public boolean isMigrated() {
    return names == TableNames.USUAL && MigrationHistory.isComplete(first);
  }

  /** Closes the connection that kept the database open until there were others. */
  public void closeFirst() {
    try {
      first.close();
    } catch (SQLException e) {
      LOG.log(System.Logger.Level.DEBUG, "The first connection was closed already", e);
    }
  }

  public String description() {
    return location.description();
  }

  /** How the tables are called there. */
  public TableNames names() {
    return names;
  }

  public Optional<String> timeQuery() {
    return location.timeQuery();
  }

  /** How many connections are for work that may wait for its turn. */
  public int sharedConnections() {
    return location.poolSize() - reservedConnections();
  }

  /** How many connections are kept for what must not wait behind other work. */
  public int reservedConnections() {
    return location.poolSize() > 3 ? 2 : 1;
  }

  /** What the connections are busy with. */
  public PoolUse use() {
    var now = connections.getHikariPoolMXBean();
    return new PoolUse(
        now.getActiveConnections(),
        now.getIdleConnections(),
        connections.getMaximumPoolSize(),
        now.getThreadsAwaitingConnection());
  }

  @Override
  public void close() {
    closeFirst();
    try (var connection = connections.getConnection()) {
      location.beforeClose(connection);
    } catch (SQLException e) {
      LOG.log(System.Logger.Level.DEBUG, "Closing without a last connection", e);
    }
    connections.close();
  }
}
