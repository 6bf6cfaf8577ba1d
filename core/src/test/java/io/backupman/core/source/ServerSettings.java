package io.backupman.core.source;

import io.backupman.core.net.TlsMode;
import io.backupman.notifier.spi.Secret;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Settings of a data source on a server, whichever database that has: a test changes what it is
 * about.
 *
 * @param common what every data source has
 * @param host the server's address, or its socket
 * @param port the server's port
 * @param database the database on it
 * @param user who signs in
 * @param password their password
 * @param tls whether the connection is encrypted
 * @param dumpCommand how the dump program is called
 * @param scratch where dumps are restored; {@code null} if they are not
 */
public record ServerSettings(
    SourceSettings common,
    String host,
    int port,
    String database,
    String user,
    String password,
    TlsMode tls,
    DumpCommand dumpCommand,
    @Nullable ScratchServer scratch) {

  /** Those of an account, without encryption, and otherwise as usual. */
  public static ServerSettings of(
      SourceSettings common, String host, int port, String database, String user, String password) {
    return new ServerSettings(
        common, host, port, database, user, password, TlsMode.OFF, DumpCommand.USUAL, null);
  }

  public ServerSettings with(SourceSettings changed) {
    return new ServerSettings(
        changed, host, port, database, user, password, tls, dumpCommand, scratch);
  }

  public ServerSettings at(String changedHost, int changedPort) {
    return new ServerSettings(
        common, changedHost, changedPort, database, user, password, tls, dumpCommand, scratch);
  }

  public ServerSettings inDatabase(String changed) {
    return new ServerSettings(
        common, host, port, changed, user, password, tls, dumpCommand, scratch);
  }

  public ServerSettings signedInAs(String changedUser, String changedPassword) {
    return new ServerSettings(
        common, host, port, database, changedUser, changedPassword, tls, dumpCommand, scratch);
  }

  public ServerSettings with(TlsMode changed) {
    return new ServerSettings(
        common, host, port, database, user, password, changed, dumpCommand, scratch);
  }

  public ServerSettings dumpedBy(Path program) {
    return dumpedBy(new DumpCommand(program.toString(), List.of()));
  }

  public ServerSettings dumpedBy(DumpCommand changed) {
    return new ServerSettings(common, host, port, database, user, password, tls, changed, scratch);
  }

  /** Dumps are restored on the same server, by an account of its own. */
  public ServerSettings restoredBy(String scratchUser, String scratchPassword) {
    return restoredOn(
        new ScratchServer(
            host,
            port,
            ScratchServer.USUAL_PREFIX,
            scratchUser,
            Secret.of(scratchPassword),
            TlsMode.OFF));
  }

  public ServerSettings restoredOn(ScratchServer changed) {
    return new ServerSettings(
        common, host, port, database, user, password, tls, dumpCommand, changed);
  }

  public MariaDbSettings mariaDb() {
    return new MariaDbSettings(
        common, host, port, database, user, Secret.of(password), tls, dumpCommand, scratch);
  }

  public PostgresSettings postgres(PostgresFormat format) {
    return new PostgresSettings(
        common, host, port, database, user, Secret.of(password), tls, format, dumpCommand, scratch);
  }
}
