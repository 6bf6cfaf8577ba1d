package io.backupman.core.source;

import io.backupman.core.file.FileTrouble;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Makes a proven copy of a SQLite database. */
final class SqliteCopy {
  private static final String ENDING = "copy";

  /** Short, since nothing can interrupt SQLite while it waits for a lock. */
  private static final int LOCK_WAIT_MILLIS = 1_000;

  private static final Duration MAX_LOCK_WAIT = Duration.ofSeconds(30);

  /** Some milliseconds' work for SQLite's machine. */
  private static final int STEPS_PER_HEARTBEAT = 20_000;

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
      throw new SourceException(FileTrouble.sentence(folder, "the dump was prepared", e), e);
    }
  }

  private void fill(Path copy) throws InterruptedException {
    try {
      vacuumInto(copy);
      String verdict = verdict(copy);
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
    try (Connection connection = open(settings.dbPath());
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

  private String verdict(Path copy) throws SQLException {
    try (Connection connection = open(copy);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("PRAGMA integrity_check(1)")) {
      return rows.next() ? rows.getString(1) : "no answer";
    }
  }

  /** Read-only, so that nothing is made where there is nothing. */
  private Connection open(Path file) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(true);
    config.setBusyTimeout(LOCK_WAIT_MILLIS);
    String url = "jdbc:sqlite:" + file.toAbsolutePath().normalize().toUri().toASCIIString();
    Connection connection = config.createConnection(url);
    ProgressHandler.setHandler(connection, STEPS_PER_HEARTBEAT, new Pulse());
    return connection;
  }

  private SourceException trouble(SQLException e) throws InterruptedException {
    throwIfInterrupted();
    Path file = settings.dbPath();
    int code = e.getErrorCode() & 0xff;
    String said = String.valueOf(e.getMessage());
    String sentence =
        switch (code) {
          case 5, 6 ->
              "%s was locked by another program for %d seconds: try when that has finished."
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

  /** Called by SQLite in the thread that works; anything but 0 stops the statement. */
  private final class Pulse extends ProgressHandler {
    @Override
    protected int progress() {
      heartbeat.run();
      return Thread.currentThread().isInterrupted() ? 1 : 0;
    }
  }
}
