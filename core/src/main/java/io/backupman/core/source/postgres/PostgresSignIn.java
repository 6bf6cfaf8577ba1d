package io.backupman.core.source.postgres;

import io.backupman.core.net.TlsMode;
import io.backupman.core.source.PostgresSettings;
import io.backupman.core.source.program.TrustedAuthorities;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/** Signs in to a PostgreSQL server to see whether that works; a few seconds at most. */
final class PostgresSignIn {
  private static final String TIMEOUT_SECONDS = "5";
  private static final String NO_TIMEOUT = "0";

  private final PostgresSettings settings;
  private final PostgresErrors errors;

  PostgresSignIn(PostgresSettings settings, PostgresErrors errors) {
    this.settings = settings;
    this.errors = errors;
  }

  void attempt() {
    try (Connection connection =
            DriverManager.getConnection(url(settings.dbName()), options(TIMEOUT_SECONDS));
        var statement = connection.createStatement()) {
      statement.execute("SELECT 1");
    } catch (SQLException e) {
      throw errors.of(e);
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
    var connection = DriverManager.getConnection(url(database), options(timeoutSeconds));
    try (var statement = connection.createStatement()) {
      statement.execute("SET statement_timeout = 0");
      statement.execute("SET lock_timeout = '" + lockTimeout + "'");
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  private String url(String database) {
    return "jdbc:postgresql://%s:%s/%s"
        .formatted(
            urlHost(),
            settings.port(),
            URLEncoder.encode(database, StandardCharsets.UTF_8).replace("+", "%20"));
  }

  /** With a socket of its own, the driver does not look at the host. */
  private String urlHost() {
    if (settings.socket().isPresent()) {
      return "localhost";
    }
    return settings.host().contains(":") ? "[" + settings.host() + "]" : settings.host();
  }

  private Properties options(String timeoutSeconds) {
    var options = new Properties();
    options.setProperty("user", settings.user());
    options.setProperty("password", settings.password().value());
    var socket = settings.socket();
    socket.ifPresent(path -> useSocket(options, path));
    options.setProperty("sslmode", sslMode(socket.isPresent() ? TlsMode.OFF : settings.tls()));
    options.setProperty("connectTimeout", TIMEOUT_SECONDS);
    options.setProperty("loginTimeout", TIMEOUT_SECONDS);
    options.setProperty("socketTimeout", timeoutSeconds);
    options.setProperty("tcpKeepAlive", "true");
    options.setProperty("ApplicationName", "backupman");
    options.setProperty("logServerErrorDetail", "false"); // it quotes rows
    if (settings.tls() == TlsMode.VERIFY) {
      TrustedAuthorities.file()
          .ifPresent(file -> options.setProperty("sslrootcert", file.toString()));
    }
    return options;
  }

  /** Never encrypted, as with {@code libpq}. */
  private static void useSocket(Properties options, Path path) {
    options.setProperty("socketFactory", PostgresSocketFactory.class.getName());
    options.setProperty("socketFactoryArg", path.toString());
    options.setProperty("gssEncMode", "disable");
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
