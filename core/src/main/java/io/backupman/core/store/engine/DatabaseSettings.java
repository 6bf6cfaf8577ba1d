package io.backupman.core.store.engine;

import io.backupman.core.net.TlsMode;
import io.backupman.notifier.spi.Secret;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where Backupman keeps its own records. */
public sealed interface DatabaseSettings {

  /**
   * A file, in this process or shared with other processes of this machine.
   *
   * @param path the file, without its ending
   * @param legacyFile the SQLite file in which heryTz/backupman has its records, which are taken
   *     over if it is there
   */
  record Embedded(Path path, @Nullable Path legacyFile) implements DatabaseSettings {

    /** Takes nothing over. */
    public Embedded(Path path) {
      this(path, null);
    }
  }

  /** Nowhere: the records are gone when the process ends. */
  record Memory() implements DatabaseSettings {}

  /**
   * A MariaDB or MySQL server.
   *
   * @param host its host name or address, or the path of its socket on this machine
   * @param port its port, 1 to 65535
   * @param dbName the database on it
   * @param user who signs in
   * @param password their password; may be empty
   * @param tls whether the connection is encrypted
   * @param poolSize how many connections at most, 2 to 1000
   */
  record Server(
      String host, int port, String dbName, String user, Secret password, TlsMode tls, int poolSize)
      implements DatabaseSettings {}
}
