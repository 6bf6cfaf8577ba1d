package io.backupman.core.source;

import io.backupman.core.net.MariaDbSocketFactory;
import io.backupman.core.net.TlsMode;
import io.backupman.notifier.spi.Secret;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A MySQL or MariaDB database.
 *
 * @param common what every data source has
 * @param host the server's host name or address, or the path of its socket on this machine
 * @param port the server's port, 1 to 65535; of no use for a socket
 * @param dbName the database on it
 * @param user who signs in
 * @param password their password; may be empty
 * @param tls whether the connection is encrypted
 * @param dumpCommand how the dump program is called
 * @param scratch where each dump is restored to see whether that works; {@code null} if it is not
 */
public record MariaDbSettings(
    SourceSettings common,
    String host,
    int port,
    String dbName,
    String user,
    Secret password,
    TlsMode tls,
    DumpCommand dumpCommand,
    @Nullable ScratchServer scratch)
    implements DataSourceSettings {

  /**
   * Whose dumps are not restored.
   *
   * @param program dumps it; {@code null} looks for one
   */
  public MariaDbSettings(
      SourceSettings common,
      String host,
      int port,
      String dbName,
      String user,
      Secret password,
      TlsMode tls,
      @Nullable String program) {
    this(
        common, host, port, dbName, user, password, tls, new DumpCommand(program, List.of()), null);
  }

  @Override
  public MariaDbSettings with(SourceSettings changed) {
    return new MariaDbSettings(
        changed, host, port, dbName, user, password, tls, dumpCommand, scratch);
  }

  /** Whether the server is reached by its socket on this machine. */
  public boolean isSocket() {
    return MariaDbSocketFactory.isPath(host);
  }

  /** Where the server is, for people. */
  public String server() {
    return isSocket() ? host : host + ":" + port;
  }

  /** A database on the scratch server. */
  public MariaDbSettings on(ScratchServer server, String database) {
    return new MariaDbSettings(
        common,
        server.host(),
        server.port(),
        database,
        server.user(),
        server.password(),
        server.tls(),
        dumpCommand,
        null);
  }
}
