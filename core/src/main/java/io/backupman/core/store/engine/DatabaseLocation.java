package io.backupman.core.store.engine;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;

/** Where a database is and how one gets there. */
public interface DatabaseLocation {

  /** The database's JDBC URL; holds no secret. */
  String url();

  /** The name of the class of the driver that is to connect; empty for the one of the URL. */
  default Optional<String> driver() {
    return Optional.empty();
  }

  /** Makes connections where the URL alone does not say how; empty if it does. */
  default Optional<DataSource> connections() {
    return Optional.empty();
  }

  /** Whether a new connection may lead to another host than those before. */
  default boolean hasSeveralHosts() {
    return false;
  }

  /** Whether the last connection was to a node of a Galera cluster. */
  default boolean isCluster() {
    return false;
  }

  /** Who signs in. */
  String user();

  /** The user's password. */
  String password();

  /** How many connections at most. */
  int poolSize();

  /** What a sentence calls it. */
  String description();

  /** Asks for the time there as {@code now}; empty if it runs on this machine's clock. */
  default Optional<String> timeQuery() {
    return Optional.empty();
  }

  /** The same for migrations: one connection holds a lock, silent for as long as a script takes. */
  default String migrationUrl() {
    return url();
  }

  /** A new connection for work that takes long. */
  default Connection migrationConnection() throws SQLException {
    return DriverManager.getConnection(migrationUrl(), user(), password());
  }

  /** Whether a failure to connect, or a lost connection, passes within seconds by itself. */
  default boolean passes(SQLException failure) {
    return false;
  }

  /**
   * Makes what is missing, and the first connection.
   *
   * @throws StoreException with a sentence that says what is wrong
   */
  Connection first();

  /**
   * How our tables are called there.
   *
   * @throws StoreException with a sentence if tables of something else are in their way
   */
  default TableNames tableNames(Connection connection) throws SQLException {
    return TableNames.USUAL;
  }

  /**
   * A new connection to the records of heryTz/backupman that are to be taken over into this
   * location; empty if there are none.
   */
  default Optional<Connection> legacyRecords() throws SQLException {
    return Optional.empty();
  }

  /** What would come of opening it; nothing is made or changed. */
  default Outlook outlook() {
    return Outlook.NOTHING_NEW;
  }

  /** Does what is to be done before a connection is used. */
  default void beforeUse(Connection connection) {}

  /** Does what is to be done before the last connection is closed. */
  default void beforeClose(Connection connection) throws SQLException {}

  /** The location that settings tell of. */
  static DatabaseLocation of(DatabaseSettings settings) {
    if (settings instanceof DatabaseSettings.Server server) {
      return new ServerLocation(server);
    }
    if (settings instanceof DatabaseSettings.Embedded embedded) {
      return new FileLocation(embedded.path().toAbsolutePath().normalize(), embedded.legacyFile());
    }
    return new MemoryLocation();
  }
}
