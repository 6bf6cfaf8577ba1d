package io.backupman.core.source.postgres;

import io.backupman.core.source.PostgresSettings;
import io.backupman.core.source.SourceException;
import io.backupman.core.source.TempFileKind;
import io.backupman.core.source.program.PrivateTempFile;
import java.io.IOException;

/**
 * The file that tells a PostgreSQL program the password: arguments and environment can be read by
 * others on the machine, this cannot. Written as the PostgreSQL manual says under "The Password
 * File"; gone when closed.
 */
final class PasswordFile {

  private PasswordFile() {}

  /**
   * Writes it.
   *
   * @throws SourceException with a sentence if that is not possible
   */
  static PrivateTempFile create(PostgresSettings settings) {
    return PrivateTempFile.holding(
        settings.common(), TempFileKind.POSTGRES_PASSWORDS, text(settings));
  }

  /** Removes the one that a killed process left behind. */
  static void removeLeftover(PostgresSettings settings) throws IOException {
    PrivateTempFile.remove(settings.common(), TempFileKind.POSTGRES_PASSWORDS);
  }

  /**
   * The contents; one password for whatever the program connects to.
   *
   * @throws SourceException if the password cannot be said in such a file
   */
  static String text(PostgresSettings settings) {
    var password = settings.password().value();
    if (password.chars().anyMatch(c -> c == '\n' || c == '\r' || c == 0)) {
      throw new SourceException(
          "The data source's password holds a line break, which the dump program cannot be told: change it.");
    }
    return "*:*:*:*:" + password.replace("\\", "\\\\").replace(":", "\\:") + "\n";
  }
}
