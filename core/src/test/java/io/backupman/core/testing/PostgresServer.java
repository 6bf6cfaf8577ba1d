package io.backupman.core.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A real PostgreSQL server for tests, which Maven brings. Users sign in over TCP with a password.
 * Safe for use by several threads.
 */
public final class PostgresServer implements AutoCloseable {
  /** The file of a server that logs. */
  public static final String LOG = "statements.log";

  private static final String USER = "boss";
  private static final String PASSWORD = "boss-word";

  private final Path folder = TestFolders.create("postgres");
  private final AtomicInteger databases = new AtomicInteger();
  private final EmbeddedPostgres server;

  private PostgresServer(Map<String, String> options) {
    var data = folder.resolve("data");
    try {
      var builder =
          EmbeddedPostgres.builder()
              .setDataDirectory(data.toFile())
              .setServerConfig("unix_socket_directories", folder.toString());
      options.forEach(builder::setServerConfig);
      server = builder.start();
      try (var connection = server.getPostgresDatabase().getConnection();
          var statement = connection.createStatement()) {
        statement.execute("CREATE ROLE " + USER + " SUPERUSER LOGIN PASSWORD '" + PASSWORD + "'");
        askForPasswords(data);
        statement.execute("SELECT pg_reload_conf()");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (SQLException e) {
      throw new IllegalStateException("The test server cannot be set up", e);
    }
  }

  private static void askForPasswords(Path data) throws IOException {
    Files.writeString(
        data.resolve("pg_hba.conf"),
        """
        host all postgres 127.0.0.1/32 trust
        local all all scram-sha-256
        host all all 127.0.0.1/32 scram-sha-256
        """);
  }

  /** The server that all tests of this JVM share; it is stopped when the JVM ends. */
  public static PostgresServer shared() {
    return Shared.SERVER;
  }

  /** Starts a server of the test's own. */
  public static PostgresServer start() {
    return new PostgresServer(Map.of());
  }

  /** Starts a server that logs each statement to {@link #LOG}, after {@code database@}. */
  public static PostgresServer startLogging(Path folder) {
    return new PostgresServer(
        Map.of(
            "logging_collector", "on",
            "log_directory", folder.toString(),
            "log_filename", LOG,
            "log_statement", "all",
            "log_line_prefix", "%d@"));
  }

  /** The folder of its socket. */
  public Path socketFolder() {
    return folder;
  }

  /** Its address. */
  public String host() {
    return "127.0.0.1";
  }

  /** Its port. */
  public int port() {
    return server.getPort();
  }

  /** Who may do everything. */
  public String user() {
    return USER;
  }

  /** Their password. */
  public String password() {
    return PASSWORD;
  }

  /** Makes a fresh, empty database and returns its name. */
  public String createDatabase() {
    var name = "test_" + databases.incrementAndGet();
    try (var connection = open("postgres");
        var statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    } catch (SQLException e) {
      throw new IllegalStateException("Cannot create the test database " + name, e);
    }
    return name;
  }

  /** A new connection to a database. */
  public Connection open(String database) throws SQLException {
    var options = new Properties();
    options.setProperty("user", USER);
    options.setProperty("password", PASSWORD);
    return DriverManager.getConnection(
        "jdbc:postgresql://" + host() + ":" + port() + "/" + database, options);
  }

  /**
   * Lets connections be encrypted from now on, with a certificate that nobody vouches for.
   *
   * @return its file
   */
  public Path encrypt() throws IOException, InterruptedException, SQLException {
    var data = folder.resolve("data");
    var own = SelfSigned.make(folder);
    Files.writeString(data.resolve("server.crt"), own.certificate());
    Files.writeString(data.resolve("server.key"), own.key());
    Files.setPosixFilePermissions(
        data.resolve("server.key"), PosixFilePermissions.fromString("rw-------"));
    try (var connection = open("postgres");
        var statement = connection.createStatement()) {
      statement.execute("ALTER SYSTEM SET ssl = on");
      statement.execute("SELECT pg_reload_conf()");
    }
    return data.resolve("server.crt");
  }

  /** Stops the server and deletes its files. */
  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      TestFolders.delete(folder);
    }
  }

  private static final class Shared {
    static final PostgresServer SERVER = open();

    private static PostgresServer open() {
      var server = new PostgresServer(Map.of());
      Runtime.getRuntime().addShutdownHook(new Thread(server::close, "stop-test-postgres"));
      return server;
    }
  }
}
