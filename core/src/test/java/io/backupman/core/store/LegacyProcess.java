package io.backupman.core.store;

import io.backupman.core.net.TlsMode;
import io.backupman.core.store.engine.DatabaseSettings;
import io.backupman.core.testing.MariaDbServer;
import io.backupman.net.testing.ChildJvm;
import io.backupman.notifier.spi.Secret;
import java.io.IOException;

/** A process of its own that opens a database on a server. */
final class LegacyProcess {
  private LegacyProcess() {}

  static Process start(MariaDbServer server, String database) throws IOException {
    return ChildJvm.running(
            LegacyProcess.class,
            server.host(),
            String.valueOf(server.port()),
            database,
            server.user(),
            server.password())
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  /** Takes host, port, database, user and password. */
  public static void main(String[] args) {
    Database.open(
            new DatabaseSettings.Server(
                args[0],
                Integer.parseInt(args[1]),
                args[2],
                args[3],
                Secret.of(args[4]),
                TlsMode.OFF,
                4))
        .close();
  }
}
