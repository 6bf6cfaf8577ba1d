package io.backupman.core.store.engine;

import io.backupman.core.net.MariaDbSocketFactory;
import io.backupman.core.net.TlsMode;
import io.backupman.notifier.spi.Secret;
import java.nio.file.Path;
import java.util.List;
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
   * A MariaDB or MySQL server, or a cluster of them.
   *
   * @param hosts where it is, one at least; of a cluster the nodes, the one to use first before the
   *     others
   * @param dbName the database on it
   * @param user who signs in
   * @param password their password; may be empty
   * @param tls whether the connection is encrypted
   * @param poolSize how many connections at most, 2 to 1000
   */
  record Server(
      List<Host> hosts, String dbName, String user, Secret password, TlsMode tls, int poolSize)
      implements DatabaseSettings {

    /** Copies the list. */
    public Server {
      hosts = List.copyOf(hosts);
    }

    /** A single server. */
    public Server(
        String host,
        int port,
        String dbName,
        String user,
        Secret password,
        TlsMode tls,
        int poolSize) {
      this(List.of(new Host(host, port)), dbName, user, password, tls, poolSize);
    }
  }

  /**
   * Where a server is.
   *
   * @param name its host name or address, or the path of its socket on this machine
   * @param port its port, 1 to 65535
   */
  record Host(String name, int port) {

    /** Whether it is the path of a socket. */
    public boolean isSocket() {
      return MariaDbSocketFactory.isPath(name);
    }

    /** As people write it. */
    @Override
    public String toString() {
      if (isSocket()) {
        return name;
      }
      return (name.contains(":") ? "[" + name + "]" : name) + ":" + port;
    }
  }
}
