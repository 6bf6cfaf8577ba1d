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
 * @param dumpCommand the dump program to use, a name on the PATH or a path; {@code null} looks for
 *     {@code mariadb-dump} and {@code mysqldump}
 * @param scratch where each dump is restored to see whether that works; {@code null} if it is not
 * @param dumpArguments words that stand between the dump program and its options, such as those of
 *     {@code nice -n 10 pg_dump} after the first
 */
public record MariaDbSettings(
    SourceSettings common,
    String host,
    int port,
    String dbName,
    String user,
    Secret password,
    TlsMode tls,
    @Nullable String dumpCommand,
    @Nullable ScratchServer scratch,
    List<String> dumpArguments)
    implements DataSourceSettings {

  /** Keeps a copy of the words. */
  public MariaDbSettings {
    dumpArguments = List.copyOf(dumpArguments);
  }

  /** Whose dump program is not started by another. */
  public MariaDbSettings(
      SourceSettings common,
      String host,
      int port,
      String dbName,
      String user,
      Secret password,
      TlsMode tls,
      @Nullable String dumpCommand,
      @Nullable ScratchServer scratch) {
    this(common, host, port, dbName, user, password, tls, dumpCommand, scratch, List.of());
  }

  /** Whose dumps are not restored. */
  public MariaDbSettings(
      SourceSettings common,
      String host,
      int port,
      String dbName,
      String user,
      Secret password,
      TlsMode tls,
      @Nullable String dumpCommand) {
    this(common, host, port, dbName, user, password, tls, dumpCommand, null);
  }

  @Override
  public MariaDbSettings with(SourceSettings changed) {
    return new MariaDbSettings(
        changed, host, port, dbName, user, password, tls, dumpCommand, scratch, dumpArguments);
  }

  /** Whether the server is reached by its socket on this machine. */
  boolean isSocket() {
    return MariaDbSocketFactory.isPath(host);
  }

  /** Where the server is, for people. */
  String server() {
    return isSocket() ? host : host + ":" + port;
  }

  /** A database on the scratch server. */
  MariaDbSettings on(ScratchServer server, String database) {
    return new MariaDbSettings(
        common,
        server.host(),
        server.port(),
        database,
        server.user(),
        server.password(),
        server.tls(),
        dumpCommand);
  }
}
