package io.backupman.core.source;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Makes a proven copy of a SQLite database. */
final class SqliteCopy {
  static final String ENDING = "copy";

  private static final Duration MAX_LOCK_WAIT = Duration.ofSeconds(30);

  private final SqliteSettings settings;
  private final Runnable heartbeat;

  private SqliteCopy(SqliteSettings settings, Runnable heartbeat) {
    this.settings = settings;
    this.heartbeat = heartbeat;
  }

  /** Removes the one that a killed process left behind. */
  static void removeLeftover(SqliteSettings settings) throws IOException {
    Scratch.remove(settings.common(), ENDING);
  }

  /** The copy, to be closed by the caller. */
  static Scratch create(SqliteSettings settings, Runnable heartbeat)
      throws IOException, InterruptedException {
    Scratch copy = scratch(settings);
    boolean whole = false;
    try {
      new SqliteCopy(settings, heartbeat).fill(copy.path());
      whole = true;
      return copy;
    } finally {
      if (!whole) {
        copy.close();
      }
    }
  }

  private static Scratch scratch(SqliteSettings settings) {
    Path folder = settings.common().tmpFolder();
    try {
      return Scratch.create(settings.common(), ENDING);
    } catch (IOException e) {
      throw SourceException.writing(folder, "the dump was prepared", e);
    }
  }

  private void fill(Path copy) throws InterruptedException {
    try {
      vacuumInto(copy);
      String verdict = new SqliteFile(copy, heartbeat).verdict();
      if (!verdict.equals("ok")) {
        throw new SourceException(
            "%s is corrupt; its copy did not pass the integrity check: %s"
                .formatted(settings.dbPath(), verdict));
      }
    } catch (SQLException e) {
      throw trouble(e);
    }
  }

  private void vacuumInto(Path copy) throws SQLException, InterruptedException {
    long deadline = System.nanoTime() + MAX_LOCK_WAIT.toNanos();
    while (!vacuumedInto(copy, deadline)) {
      heartbeat.run();
    }
  }

  private boolean vacuumedInto(Path copy, long deadline) throws SQLException, InterruptedException {
    try (Connection connection = new SqliteFile(settings.dbPath(), heartbeat).open();
        PreparedStatement vacuum = connection.prepareStatement("VACUUM INTO ?")) {
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

  private SourceException trouble(SQLException e) throws InterruptedException {
    throwIfInterrupted();
    Path file = settings.dbPath();
    int code = e.getErrorCode() & 0xff;
    String said = String.valueOf(e.getMessage());
    String sentence =
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
    return new SourceException(sentence, e);
  }

  private static void throwIfInterrupted() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("The copy of the database was interrupted");
    }
  }
}
