package io.backupman.core.store;

import io.backupman.core.net.TlsMode;
import io.backupman.core.store.engine.DatabaseSettings;
import io.backupman.core.testing.MariaDbServer;
import io.backupman.notifier.spi.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;

/** The kinds of databases, for parameterized tests. */
final class Databases {
  private Databases() {}

  static Stream<Named<DatabaseSettings>> all() {
    return Stream.concat(Stream.of(Named.of("memory", new DatabaseSettings.Memory())), shared());
  }

  /** Those that several processes can share. */
  static Stream<Named<DatabaseSettings>> shared() {
    return Stream.of(Named.of("embedded file", file()), Named.of("MariaDB", mariaDb()));
  }

  static DatabaseSettings.Embedded file() {
    try {
      var folder = Files.createTempDirectory("backupman-store-");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
      return new DatabaseSettings.Embedded(folder.resolve("data").resolve("records"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static DatabaseSettings.Server mariaDb() {
    var server = MariaDbServer.shared();
    return on(server, server.createDatabase());
  }

  static DatabaseSettings.Server on(MariaDbServer server, String database) {
    return new DatabaseSettings.Server(
        server.host(),
        server.port(),
        database,
        server.user(),
        Secret.of(server.password()),
        TlsMode.OFF,
        10);
  }

  static void delete(Path folder) {
    try (var paths = Files.walk(folder)) {
      for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
