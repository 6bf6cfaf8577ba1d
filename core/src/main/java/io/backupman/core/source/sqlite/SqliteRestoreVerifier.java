package io.backupman.core.source.sqlite;

import io.backupman.core.file.FileTrouble;
import io.backupman.core.source.RestoreVerifier;
import io.backupman.core.source.RowCounts;
import io.backupman.core.source.SourceException;
import io.backupman.core.source.SqliteSettings;
import io.backupman.core.source.TempFileKind;
import io.backupman.core.source.program.PrivateTempFile;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;

/**
 * Restores a SQLite database into a file. The rows are counted in the copy that is dumped, so that
 * whoever writes to the database meanwhile makes no difference.
 */
final class SqliteRestoreVerifier implements RestoreVerifier {
  private static final int BUFFER_BYTES = 128 * 1024;

  private final SqliteSource source;
  private final SqliteSettings settings;

  SqliteRestoreVerifier(SqliteSource source, SqliteSettings settings) {
    this.source = source;
    this.settings = settings;
  }

  /** Removes the file that a killed process left behind. */
  static void removeLeftover(SqliteSettings settings) throws IOException {
    PrivateTempFile.remove(settings.common(), TempFileKind.SQLITE_RESTORED);
  }

  @Override
  public Counted dump(OutputStream out, Runnable heartbeat)
      throws IOException, InterruptedException {
    source.check();
    try (var copy = SqliteCopy.create(settings, heartbeat)) {
      var counts = counts(new SqliteFile(copy.path(), heartbeat), "its copy");
      SqliteSource.pass(copy.path(), out);
      return new Counted(counts.exactly(), copy.warnings());
    }
  }

  @Override
  public RowCounts restore(InputStream dump) throws IOException, InterruptedException {
    try (var scratch = scratch()) {
      write(dump, scratch.path());
      var restored = new SqliteFile(scratch.path(), () -> {});
      ensureWhole(restored);
      return counts(restored, "the restored database");
    }
  }

  private PrivateTempFile scratch() {
    try {
      return PrivateTempFile.create(settings.common(), TempFileKind.SQLITE_RESTORED);
    } catch (IOException e) {
      throw new SourceException(
          FileTrouble.sentence(settings.common().tmpFolder(), "the dump was restored", e), e);
    }
  }

  private static void write(InputStream dump, Path file) throws IOException, InterruptedException {
    byte[] buffer = new byte[BUFFER_BYTES];
    try (var out = new BufferedOutputStream(Files.newOutputStream(file), BUFFER_BYTES)) {
      for (int n = dump.read(buffer); n >= 0; n = dump.read(buffer)) {
        throwIfInterrupted();
        out.write(buffer, 0, n);
      }
    }
  }

  private static void ensureWhole(SqliteFile restored) throws InterruptedException {
    try {
      var verdict = SqliteProof.of(restored).verdict();
      if (!verdict.equals("ok")) {
        throw new SourceException(
            "The restored database did not pass the integrity check: " + verdict);
      }
    } catch (SQLException e) {
      throwIfInterrupted();
      throw new SourceException(
          "The restored database is corrupt. SQLite said: " + e.getMessage(), e);
    }
  }

  private static RowCounts counts(SqliteFile file, String what) throws InterruptedException {
    try {
      return file.counts();
    } catch (SQLException e) {
      throwIfInterrupted();
      throw new SourceException(
          "The rows of %s could not be counted. SQLite said: %s".formatted(what, e.getMessage()),
          e);
    }
  }

  private static void throwIfInterrupted() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("The restore was interrupted");
    }
  }
}
