package io.backupman.core.source.sqlite;

import io.backupman.core.source.DataSource;
import io.backupman.core.source.SourceException;
import io.backupman.core.source.SourceSettings;
import io.backupman.core.source.SqliteSettings;
import io.backupman.core.source.VerifiedSource;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A SQLite database. It is copied by {@code VACUUM INTO} where that can, which sees one consistent
 * state also while others write (a plain copy of the file does not), the copy is checked, and then
 * passed on.
 */
public final class SqliteSource implements DataSource {
  /** What every SQLite 3 file begins with (SQLite file format, section 1.3.1). */
  private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);

  private static final int BUFFER_BYTES = 128 * 1024;

  private final SqliteSettings settings;

  /** Describes it; nothing is opened yet. */
  public SqliteSource(SqliteSettings settings) {
    this.settings = settings;
  }

  @Override
  public SourceSettings settings() {
    return settings.common();
  }

  @Override
  public String fileType() {
    return "db";
  }

  @Override
  public List<String> dump(OutputStream out, Runnable heartbeat)
      throws IOException, InterruptedException {
    check();
    try (var copy = SqliteCopy.create(settings, heartbeat)) {
      pass(copy.path(), out);
      return copy.warnings();
    }
  }

  @Override
  public Optional<VerifiedSource> verified() {
    return settings.restored()
        ? Optional.of(new VerifiedSource(this, new SqliteRestoreVerifier(this, settings)))
        : Optional.empty();
  }

  static void pass(Path copy, OutputStream out) throws IOException, InterruptedException {
    byte[] buffer = new byte[BUFFER_BYTES];
    try (var in = Files.newInputStream(copy)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        out.write(buffer, 0, n);
      }
    }
  }

  @Override
  public void removeLeftovers() throws IOException {
    SqliteCopy.removeLeftover(settings);
    SqliteRestoreVerifier.removeLeftover(settings);
  }

  @Override
  public void check() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("The check was interrupted");
    }
    var file = settings.dbPath();
    if (Files.notExists(file)) {
      throw new SourceException("There is no file %s: check db_path.".formatted(file));
    }
    if (!Files.isRegularFile(file)) {
      throw new SourceException("%s is not a file: check db_path.".formatted(file));
    }
    if (!Arrays.equals(beginning(file), MAGIC)) {
      throw new SourceException(
          "%s is not a SQLite 3 database, or is empty or encrypted: check db_path."
              .formatted(file));
    }
  }

  private static byte[] beginning(Path file) {
    try (var in = Files.newInputStream(file)) {
      return in.readNBytes(MAGIC.length);
    } catch (IOException e) {
      throw new SourceException(
          "%s cannot be read by %s: change its permissions or its owner."
              .formatted(file, System.getProperty("user.name", "this user")),
          e);
    }
  }
}
