package io.backupman.core.source;

import java.io.IOException;
import java.nio.file.Path;

/**
 * The file that tells a PostgreSQL program the password: arguments and environment can be read by
 * others on the machine, this cannot. Written as the PostgreSQL manual says under "The Password
 * File"; gone when closed.
 */
final class PasswordFile implements AutoCloseable {
  private static final String ENDING = "pgpass";

  private final Scratch scratch;

  private PasswordFile(Scratch scratch) {
    this.scratch = scratch;
  }

  static PasswordFile create(PostgresSettings settings) throws IOException {
    return new PasswordFile(Scratch.holding(settings.common(), ENDING, text(settings)));
  }

  /** Removes the one that a killed process left behind. */
  static void removeLeftover(PostgresSettings settings) throws IOException {
    Scratch.remove(settings.common(), ENDING);
  }

  Path path() {
    return scratch.path();
  }

  /**
   * The contents; one password for whatever the program connects to.
   *
   * @throws SourceException if the password cannot be said in such a file
   */
  static String text(PostgresSettings settings) {
    String password = settings.password().value();
    if (password.chars().anyMatch(c -> c == '\n' || c == '\r' || c == 0)) {
      throw new SourceException(
          "The data source's password holds a line break, which the dump program cannot be told: change it.");
    }
    return "*:*:*:*:" + password.replace("\\", "\\\\").replace(":", "\\:") + "\n";
  }

  @Override
  public void close() throws IOException {
    scratch.close();
  }
}
