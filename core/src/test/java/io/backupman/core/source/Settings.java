package io.backupman.core.source;

import io.backupman.core.net.TlsMode;
import io.backupman.core.testing.MariaDbServer;
import io.backupman.notifier.spi.Secret;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Settings of data sources, as tests need them. */
public final class Settings {
  private Settings() {}

  public static SourceSettings common(String provider, Path tmpFolder, Compression compression) {
    return new SourceSettings("My Source", provider, tmpFolder, compression, Duration.ofHours(1));
  }

  public static SourceSettings source(String label, Path tmpFolder, Compression compression) {
    return new SourceSettings(label, "test", tmpFolder, compression, Duration.ofHours(1));
  }

  public static SqliteSettings sqlite(Path file, Path tmpFolder) {
    return new SqliteSettings(common("sqlite", tmpFolder, Compression.NONE), file);
  }

  public static MariaDbSettings mariaDb(
      MariaDbServer server, String database, Path tmpFolder, @Nullable String dumpCommand) {
    return mariaDb(
        server.host(),
        server.port(),
        database,
        server.user(),
        server.password(),
        tmpFolder,
        dumpCommand);
  }

  public static MariaDbSettings mariaDb(
      String host,
      int port,
      String database,
      String user,
      String password,
      Path tmpFolder,
      @Nullable String dumpCommand) {
    return new MariaDbSettings(
        common("mariadb", tmpFolder, Compression.GZIP),
        host,
        port,
        database,
        user,
        Secret.of(password),
        TlsMode.OFF,
        dumpCommand);
  }
}
