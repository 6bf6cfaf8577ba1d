package io.backupman.core.source;

import io.backupman.core.net.TlsMode;
import io.backupman.notifier.spi.Secret;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL database.
 *
 * @param common what every data source has
 * @param host the server's host name or address; or the folder of its socket, with {@code /} first
 * @param port the server's port, 1 to 65535
 * @param dbName the database on it
 * @param user who signs in
 * @param password their password; may be empty
 * @param tls whether the connection is encrypted
 * @param format in which form it is dumped
 * @param dumpCommand how the dump program is called
 * @param scratch where each dump is restored to see whether that works; {@code null} if it is not
 */
public record PostgresSettings(
    SourceSettings common,
    String host,
    int port,
    String dbName,
    String user,
    Secret password,
    TlsMode tls,
    PostgresFormat format,
    DumpCommand dumpCommand,
    @Nullable ScratchServer scratch)
    implements DataSourceSettings {

  /**
   * Whose dumps are not restored.
   *
   * @param program dumps it; {@code null} looks for one
   */
  public PostgresSettings(
      SourceSettings common,
      String host,
      int port,
      String dbName,
      String user,
      Secret password,
      TlsMode tls,
      PostgresFormat format,
      @Nullable String program) {
    this(
        common,
        host,
        port,
        dbName,
        user,
        password,
        tls,
        format,
        new DumpCommand(program, List.of()),
        null);
  }

  @Override
  public PostgresSettings with(SourceSettings changed) {
    return new PostgresSettings(
        changed, host, port, dbName, user, password, tls, format, dumpCommand, scratch);
  }

  /** The server's socket, where {@code host} is its folder; named as {@code libpq} names it. */
  public Optional<Path> socket() {
    return host.startsWith("/") ? Optional.of(Path.of(host, ".s.PGSQL." + port)) : Optional.empty();
  }

  /** A database on the scratch server. */
  public PostgresSettings on(ScratchServer server, String database) {
    return new PostgresSettings(
        common,
        server.host(),
        server.port(),
        database,
        server.user(),
        server.password(),
        server.tls(),
        format,
        dumpCommand,
        null);
  }
}
