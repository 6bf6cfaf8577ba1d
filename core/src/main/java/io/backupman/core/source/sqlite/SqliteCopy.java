package io.backupman.core.source.sqlite;

import io.backupman.core.source.SourceException;
import io.backupman.core.source.SqliteSettings;
import io.backupman.core.source.TempFileKind;
import io.backupman.core.source.program.PrivateTempFile;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * A proven copy of a SQLite database. {@code VACUUM INTO} makes it; where the schema takes
 * something that only the application has, the online backup does; where the database cannot be
 * read without writing beside it, {@link SqliteRecovery}. The database itself is never written to.
 */
final class SqliteCopy implements AutoCloseable {
  private static final Duration MAX_LOCK_WAIT = Duration.ofSeconds(30);

  /** The copy, and what SQLite keeps beside it. */
  private static final List<TempFileKind> FILES =
      List.of(
          TempFileKind.SQLITE_COPY,
          TempFileKind.SQLITE_COPY_JOURNAL,
          TempFileKind.SQLITE_COPY_WAL,
          TempFileKind.SQLITE_COPY_SHM);

  private final SqliteSettings settings;
  private final Runnable heartbeat;
  private final PrivateTempFile scratch;
  private final List<String> warnings = new ArrayList<>();

  private SqliteCopy(SqliteSettings settings, Runnable heartbeat, PrivateTempFile scratch) {
    this.settings = settings;
    this.heartbeat = heartbeat;
    this.scratch = scratch;
  }

  /** Removes the one that a killed process left behind. */
  static void removeLeftover(SqliteSettings settings) throws IOException {
    for (var kind : FILES) {
      PrivateTempFile.remove(settings.common(), kind);
    }
  }

  /** Makes a copy, to be closed by the caller. */
  static SqliteCopy create(SqliteSettings settings, Runnable heartbeat)
      throws IOException, InterruptedException {
    var copy = new SqliteCopy(settings, heartbeat, scratch(settings));
    boolean whole = false;
    try {
      copy.fill(copy.path());
      whole = true;
      return copy;
    } finally {
      if (!whole) {
        copy.close();
      }
    }
  }

  Path path() {
    return scratch.path();
  }

  /** What somebody should look at, a sentence each. */
  List<String> warnings() {
    return List.copyOf(warnings);
  }

  @Override
  public void close() throws IOException {
    scratch.close();
    removeLeftover(settings);
  }

  private static PrivateTempFile scratch(SqliteSettings settings) {
    var folder = settings.common().tmpFolder();
    try {
      return PrivateTempFile.create(settings.common(), TempFileKind.SQLITE_COPY);
    } catch (IOException e) {
      throw SourceException.writing(folder, "the dump was prepared", e);
    }
  }

  private void fill(Path copy) throws InterruptedException {
    try {
      take(copy);
      var proof = SqliteProof.of(new SqliteFile(copy, heartbeat));
      if (!proof.verdict().equals("ok")) {
        throw new SourceException(
            "%s is corrupt; its copy did not pass the integrity check: %s"
                .formatted(settings.dbPath(), proof.verdict()));
      }
      warnings.addAll(proof.warnings());
    } catch (SQLException e) {
      throw failure(e);
    } catch (IOException e) {
      throw SourceException.writing(
          settings.common().tmpFolder(), settings.dbPath() + " was copied there", e);
    }
  }

  private void take(Path copy) throws IOException, SQLException, InterruptedException {
    long deadline = System.nanoTime() + MAX_LOCK_WAIT.toNanos();
    while (!taken(copy, deadline)) {
      heartbeat.run();
    }
  }

  private boolean taken(Path copy, long deadline)
      throws IOException, SQLException, InterruptedException {
    try {
      return vacuumedInto(copy, deadline);
    } catch (SQLException e) {
      throwIfInterrupted();
      if (SqliteProof.needsApplication(e)) {
        new SqliteFile(settings.dbPath(), heartbeat).backUpInto(copy);
        throwIfInterrupted();
        return true;
      }
      if (!wantsToWrite(e)) {
        throw e;
      }
      var said = new SqliteRecovery(settings, heartbeat).into(copy);
      said.ifPresent(warnings::addAll);
      if (said.isEmpty() && System.nanoTime() > deadline) {
        throw e;
      }
      return said.isPresent();
    }
  }

  /** To recover what a killed application has left, or to make the index of the WAL. */
  private static boolean wantsToWrite(SQLException e) {
    int code = e.getErrorCode() & 0xff;
    return code == SQLiteErrorCode.SQLITE_READONLY.code
        || code == SQLiteErrorCode.SQLITE_CANTOPEN.code;
  }

  private boolean vacuumedInto(Path copy, long deadline) throws SQLException, InterruptedException {
    try (var connection = new SqliteFile(settings.dbPath(), heartbeat).open();
        var vacuum = connection.prepareStatement("VACUUM INTO ?")) {
      vacuum.setString(1, copy.toString());
      vacuum.execute();
      return true;
    } catch (SQLiteException e) {
      boolean busy = (e.getResultCode().code & 0xff) == SQLiteErrorCode.SQLITE_BUSY.code;
      if (!busy || System.nanoTime() > deadline) {
        throw e;
      }
      throwIfInterrupted();
      return false;
    }
  }

  private SourceException failure(SQLException e) throws InterruptedException {
    throwIfInterrupted();
    var file = settings.dbPath();
    int code = e.getErrorCode() & 0xff;
    var said = String.valueOf(e.getMessage());
    var sentence =
        switch (code) {
          case 5, 6 ->
              "%s was locked by another program for %s seconds: try when that has finished."
                  .formatted(file, MAX_LOCK_WAIT.toSeconds());
          case 11 -> "%s is corrupt. SQLite said: %s".formatted(file, said);
          case 13 ->
              "No space left in %s while %s was copied there: make room or choose another folder."
                  .formatted(settings.common().tmpFolder(), file);
          case 14 ->
              "%s could not be opened by %s, who must be allowed to read it and, as it may be in WAL mode, to write to its folder. SQLite said: %s"
                  .formatted(file, System.getProperty("user.name", "this user"), said);
          case 26 -> "%s is not a SQLite database, or is encrypted.".formatted(file);
          default -> "%s could not be copied. SQLite said: %s".formatted(file, said);
        };
    return code == SQLiteErrorCode.SQLITE_FULL.code
        ? SourceException.noRoom(sentence, e)
        : new SourceException(sentence, e);
  }

  private static void throwIfInterrupted() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("The copy of the database was interrupted");
    }
  }
}
