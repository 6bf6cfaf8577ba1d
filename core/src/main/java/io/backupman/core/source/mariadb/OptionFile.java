package io.backupman.core.source.mariadb;

import io.backupman.core.source.MariaDbSettings;
import io.backupman.core.source.SourceException;
import io.backupman.core.source.TempFileKind;
import io.backupman.core.source.program.PrivateTempFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * The file that tells a MariaDB or MySQL program where to sign in and as whom: arguments and
 * environment can be read by others on the machine, this cannot. Written as the MariaDB and MySQL
 * manuals say under "option files"; gone when closed.
 */
final class OptionFile {
  /** The programs read lines of at most 4096 bytes and cut the rest off without a word. */
  private static final int MAX_VALUE_BYTES = 4000;

  private OptionFile() {}

  /**
   * Writes it.
   *
   * @throws SourceException with a sentence if that is not possible
   */
  static PrivateTempFile create(MariaDbSettings settings) {
    return PrivateTempFile.holding(settings.common(), TempFileKind.MARIADB_OPTIONS, text(settings));
  }

  /** Removes the one that a killed process left behind, with the password in it. */
  static void removeLeftover(MariaDbSettings settings) throws IOException {
    PrivateTempFile.remove(settings.common(), TempFileKind.MARIADB_OPTIONS);
  }

  /**
   * The contents.
   *
   * @throws SourceException if a value cannot be said in such a file
   */
  static String text(MariaDbSettings settings) {
    return """
        [client]
        %s
        user=%s
        password=%s
        """
        .formatted(
            server(settings),
            quoted("user", settings.user()),
            quoted("password", settings.password().value()));
  }

  private static String server(MariaDbSettings settings) {
    var host = quoted("host", settings.host());
    return settings.isSocket()
        ? "protocol=socket\nsocket=%s".formatted(host)
        : "protocol=tcp\nhost=%s\nport=%s".formatted(host, settings.port());
  }

  private static String quoted(String key, String value) {
    if (value.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
      throw new SourceException(
          "The data source's %s holds a line break or another control character, which the dump program cannot be told: change it."
              .formatted(key));
    }
    var escaped = value.replace("\\", "\\\\").replace("\"", "\\\"").replace("'", "\\'");
    if (escaped.getBytes(StandardCharsets.UTF_8).length > MAX_VALUE_BYTES) {
      throw new SourceException(
          "The data source's %s is too long for the dump program: it takes up to %s bytes."
              .formatted(key, MAX_VALUE_BYTES));
    }
    return '"' + escaped + '"';
  }
}
