package io.backupman.core.source.mariadb;

import io.backupman.core.net.MariaDbSocketFactory;
import io.backupman.core.net.TlsMode;
import io.backupman.core.source.MariaDbSettings;
import io.backupman.core.source.SourceException;
import io.backupman.core.source.program.CancellableConnection;
import io.backupman.core.source.program.TrustedAuthorities;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;
import javax.net.ssl.SSLException;
import org.mariadb.jdbc.Driver;

/** Signs in to a MySQL or MariaDB server to see whether that works; a few seconds at most. */
final class MariaDbConnections {
  private static final System.Logger LOG = System.getLogger(MariaDbConnections.class.getName());
  private static final String TIMEOUT_MILLIS = "5000";
  private static final String NO_TIMEOUT = "0";
  private static final int UNKNOWN_VARIABLE = 1193;

  private final MariaDbSettings settings;
  private final MariaDbErrors errors;

  MariaDbConnections(MariaDbSettings settings, MariaDbErrors errors) {
    this.settings = settings;
    this.errors = errors;
  }

  void attempt() {
    try (var connection = connect(TIMEOUT_MILLIS);
        var statement = connection.createStatement()) {
      connection.setCatalog(settings.dbName());
      statement.execute("SELECT 1");
    } catch (SQLException e) {
      throw sentence(e);
    }
  }

  /** What the server says of itself; empty if it does not answer this driver. */
  Optional<ServerFacts> facts() {
    return asked(connection -> ServerFacts.of(connection, settings.dbName()));
  }

  /** What a server is asked. */
  @FunctionalInterface
  interface Question<T> {
    T ask(Connection connection) throws SQLException;
  }

  /** What a server answers; empty if it does not answer this driver, or not that. */
  <T> Optional<T> asked(Question<T> question) {
    try (var connection = connect(TIMEOUT_MILLIS)) {
      return Optional.of(question.ask(connection));
    } catch (SQLException e) {
      LOG.log(System.Logger.Level.DEBUG, "The server could not be asked what it is.", e);
      return Optional.empty(); // the dump program may be let in all the same, or says why not
    }
  }

  /** A connection on which an answer may take as long as it likes; to no database. */
  Connection connect() throws SQLException {
    var connection = connect(NO_TIMEOUT);
    try {
      liftLimit(connection);
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /**
   * The same, to the database.
   *
   * @param heartbeat is run now and then while a statement runs
   */
  CancellableConnection session(Runnable heartbeat) throws SQLException {
    var connection = connect();
    try {
      connection.setCatalog(settings.dbName());
      return new CancellableConnection(connection, heartbeat);
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /** The server's own limit for statements is meant for other work. */
  private static void liftLimit(Connection connection) throws SQLException {
    var limit = ServerFacts.isMySql(connection) ? "max_execution_time" : "max_statement_time";
    try (var statement = connection.createStatement()) {
      statement.execute("SET SESSION " + limit + " = 0");
    } catch (SQLException e) {
      if (e.getErrorCode() != UNKNOWN_VARIABLE) {
        throw e;
      }
      LOG.log(System.Logger.Level.DEBUG, "The server is too old for such a limit.", e);
    }
  }

  /** A connection on which nothing takes longer than a minute, or waits long for a lock. */
  Connection connectBriefly() throws SQLException {
    var connection = connect("60000");
    try (var statement = connection.createStatement()) {
      statement.execute("SET SESSION lock_wait_timeout = 30");
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /** To no database: in the URL its name could say more, and it may not be there. */
  private Connection connect(String timeoutMillis) throws SQLException {
    var host = settings.isSocket() ? "localhost" : settings.host();
    var url = "jdbc:mariadb://address=(host=%s)(port=%s)/".formatted(host, settings.port());
    return new Driver().connect(url, options(timeoutMillis));
  }

  private Properties options(String timeoutMillis) {
    var options = new Properties();
    options.setProperty("user", settings.user());
    options.setProperty("password", settings.password().value());
    options.setProperty("sslMode", sslMode());
    options.setProperty("connectTimeout", TIMEOUT_MILLIS);
    options.setProperty("allowLocalInfile", "false"); // no server reads files of this machine
    options.setProperty("socketTimeout", timeoutMillis);
    if (settings.isSocket()) {
      options.setProperty(MariaDbSocketFactory.OPTION, MariaDbSocketFactory.class.getName());
      options.setProperty(MariaDbSocketFactory.PATH, settings.host());
    }
    if (settings.tls() == TlsMode.OFF) {
      options.setProperty("allowPublicKeyRetrieval", "true"); // as the dump program is told
    }
    if (settings.tls() == TlsMode.VERIFY) {
      TrustedAuthorities.file()
          .ifPresent(file -> options.setProperty("serverSslCert", file.toString()));
    }
    return options;
  }

  private String sslMode() {
    return switch (settings.tls()) {
      case OFF -> "disable";
      case VERIFY -> "verify-full";
      case SKIP_VERIFY -> "trust";
    };
  }

  SourceException sentence(SQLException e) {
    var sentence = errors.ofCode(code(e), String.valueOf(e.getMessage()));
    sentence.initCause(e);
    return sentence;
  }

  /** The driver has no numbers for what goes wrong before the server speaks; the C clients have. */
  static int code(SQLException e) {
    boolean connecting = e.getSQLState() != null && e.getSQLState().startsWith("08");
    if (!connecting || e.getErrorCode() >= 1000) {
      return e.getErrorCode();
    }
    boolean encrypting =
        e.getCause() instanceof SSLException || String.valueOf(e.getMessage()).contains("ssl");
    return encrypting ? 2026 : 2003;
  }
}
