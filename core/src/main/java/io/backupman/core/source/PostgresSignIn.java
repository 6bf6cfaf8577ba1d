package io.backupman.core.source;

import io.backupman.core.net.TlsMode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/** Signs in to a PostgreSQL server to see whether that works; a few seconds at most. */
final class PostgresSignIn {
  private static final String TIMEOUT_SECONDS = "5";
  private static final String NO_TIMEOUT = "0";

  private final PostgresSettings settings;
  private final PostgresTrouble trouble;

  PostgresSignIn(PostgresSettings settings, PostgresTrouble trouble) {
    this.settings = settings;
    this.trouble = trouble;
  }

  void attempt() {
    try (Connection connection =
            DriverManager.getConnection(url(settings.dbName()), options(TIMEOUT_SECONDS));
        Statement statement = connection.createStatement()) {
      statement.execute("SELECT 1");
    } catch (SQLException e) {
      throw trouble.of(e);
    }
  }

  /** A connection to a database on which an answer may take as long as it likes. */
  Connection connect(String database) throws SQLException {
    return connect(database, NO_TIMEOUT, "0");
  }

  /** A connection on which nothing takes longer than a minute, or waits long for a lock. */
  Connection connectBriefly(String database) throws SQLException {
    return connect(database, "60", "30s");
  }

  /** The server's own limits are meant for other work. */
  private Connection connect(String database, String timeoutSeconds, String lockTimeout)
      throws SQLException {
    Connection connection = DriverManager.getConnection(url(database), options(timeoutSeconds));
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET statement_timeout = 0");
      statement.execute("SET lock_timeout = '" + lockTimeout + "'");
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  private String url(String database) {
    String host = settings.host().contains(":") ? "[" + settings.host() + "]" : settings.host();
    return "jdbc:postgresql://%s:%s/%s"
        .formatted(
            host,
            settings.port(),
            URLEncoder.encode(database, StandardCharsets.UTF_8).replace("+", "%20"));
  }

  private Properties options(String timeoutSeconds) {
    Properties options = new Properties();
    options.setProperty("user", settings.user());
    options.setProperty("password", settings.password().value());
    options.setProperty("sslmode", sslMode(settings.tls()));
    options.setProperty("connectTimeout", TIMEOUT_SECONDS);
    options.setProperty("loginTimeout", TIMEOUT_SECONDS);
    options.setProperty("socketTimeout", timeoutSeconds);
    options.setProperty("tcpKeepAlive", "true");
    options.setProperty("ApplicationName", "backupman");
    if (settings.tls() == TlsMode.VERIFY) {
      TrustedAuthorities.file()
          .ifPresent(file -> options.setProperty("sslrootcert", file.toString()));
    }
    return options;
  }

  /** The word for it, in the driver as in libpq. */
  static String sslMode(TlsMode tls) {
    return switch (tls) {
      case OFF -> "disable";
      case VERIFY -> "verify-full";
      case SKIP_VERIFY -> "require";
    };
  }
}
