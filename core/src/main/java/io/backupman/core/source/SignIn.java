package io.backupman.core.source;

import io.backupman.core.net.TlsMode;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.mariadb.jdbc.Configuration;
import org.mariadb.jdbc.Driver;
import org.mariadb.jdbc.HostAddress;
import org.mariadb.jdbc.export.SslMode;

/** Signs in to a MySQL or MariaDB server to see whether that works; a few seconds at most. */
final class SignIn {
  private static final int TIMEOUT_MILLIS = 5_000;

  private final MariaDbSettings settings;
  private final MariaDbTrouble trouble;

  SignIn(MariaDbSettings settings, MariaDbTrouble trouble) {
    this.settings = settings;
    this.trouble = trouble;
  }

  void attempt() {
    try (Connection connection = Driver.connect(configuration());
        Statement statement = connection.createStatement()) {
      statement.execute("SELECT 1");
    } catch (SQLException e) {
      throw sentence(e);
    }
  }

  private Configuration configuration() throws SQLException {
    return new Configuration.Builder()
        .addresses(
            List.of(HostAddress.from(settings.host(), settings.port())).toArray(HostAddress[]::new))
        .database(settings.dbName())
        .user(settings.user())
        .password(settings.password().value())
        .sslMode(sslMode().name())
        .allowPublicKeyRetrieval(settings.tls() == TlsMode.OFF)
        .connectTimeout(TIMEOUT_MILLIS)
        .socketTimeout(TIMEOUT_MILLIS)
        .build();
  }

  private SslMode sslMode() {
    return switch (settings.tls()) {
      case OFF -> SslMode.DISABLE;
      case VERIFY -> SslMode.VERIFY_FULL;
      case SKIP_VERIFY -> SslMode.TRUST;
    };
  }

  private SourceException sentence(SQLException e) {
    int code = e.getErrorCode();
    boolean connecting = e.getSQLState() != null && e.getSQLState().startsWith("08");
    SourceException sentence =
        trouble.ofCode(connecting && code < 1000 ? 2003 : code, String.valueOf(e.getMessage()));
    sentence.initCause(e);
    return sentence;
  }
}
