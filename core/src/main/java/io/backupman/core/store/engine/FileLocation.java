package io.backupman.core.store.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteOpenMode;

/**
 * A file of this machine. The first process to open it serves the others over the loopback address;
 * they prove with the key in the lock file that they may read it.
 *
 * @param path the file, absolute and without its ending
 * @param legacyFile the SQLite file in which heryTz/backupman has its records
 */
record FileLocation(Path path, @Nullable Path legacyFile) implements H2Location {
  private static final int ALREADY_OPEN = 90020;
  private static final int OPENING = 8000;

  FileLocation(Path path) {
    this(path, null);
  }

  @Override
  public String url() {
    // WRITE_DELAY=0: what was committed is on the disk, and outlives a kill -9.
    return FileDriver.PREFIX + path + OPTIONS + ";WRITE_DELAY=0;AUTO_SERVER=TRUE";
  }

  @Override
  public Optional<String> driver() {
    return Optional.of(FileDriver.class.getName());
  }

  @Override
  public String description() {
    return "The embedded database " + path;
  }

  @Override
  public Optional<Connection> legacyRecords() throws SQLException {
    if (legacyFile == null || !Files.isRegularFile(legacyFile)) {
      return Optional.empty();
    }
    var config = new SQLiteConfig();
    config.resetOpenMode(SQLiteOpenMode.CREATE);
    var connection = config.createConnection("jdbc:sqlite:" + legacyFile.toUri().toASCIIString());
    if (LegacyTables.areIn(connection)) {
      return Optional.of(connection);
    }
    connection.close();
    return Optional.empty();
  }

  /** Once the file is there, its owner alone knows what has been taken over into it. */
  @Override
  public Outlook outlook() {
    try (var connection = Files.exists(file(".mv.db")) ? null : legacyRecords().orElse(null)) {
      return connection == null
          ? Outlook.NOTHING_NEW
          : LegacyTables.outlook(connection, String.valueOf(legacyFile));
    } catch (SQLException e) {
      return Outlook.note("%s cannot be read: %s".formatted(legacyFile, SqlErrors.text(e)));
    }
  }

  private Path file(String ending) {
    return path.resolveSibling(path.getFileName() + ending);
  }

  @Override
  public Connection first() {
    if (path.toString().contains(";")) {
      throw new StoreException(description() + " cannot be used: its path must not contain ';'.");
    }
    H2Location.listenOnLoopbackOnly();
    makeFolder();
    var connection = opened();
    try {
      protectFiles();
      beforeUse(connection);
      return connection;
    } catch (StoreException e) {
      close(connection, e);
      throw e;
    }
  }

  /** Opens the file; another process may be about to open it, or have died a moment ago. */
  private Connection opened() {
    var patience = new Patience(this);
    while (true) {
      try {
        return Objects.requireNonNull(new FileDriver().connect(url(), credentials()));
      } catch (SQLException e) {
        if (!patience.outlasts(e)) {
          throw new StoreException(sentence(e), e);
        }
      }
    }
  }

  private Properties credentials() {
    var credentials = new Properties();
    credentials.setProperty("user", user());
    credentials.setProperty("password", password());
    return credentials;
  }

  @Override
  public Connection migrationConnection() {
    return opened();
  }

  /**
   * Of several processes that open the file at once, after the one that served it has gone, one
   * gets it; the others wait for its lock file to rest, and find it locked or written a moment ago.
   */
  @Override
  public boolean passes(SQLException failure) {
    return failure.getErrorCode() == ALREADY_OPEN
        || failure.getErrorCode() == OPENING
        || failure instanceof SQLTransientConnectionException
        || SqlErrors.lost(failure);
  }

  /** Any of them may be the one that has opened the file anew, after another process had it. */
  @Override
  public void beforeUse(Connection connection) {
    try {
      if (connection.unwrap(JdbcConnection.class).getSession() instanceof SessionLocal session) {
        var store = session.getDatabase().getStore();
        DurableCommits.keep(store.getMvStore());
        InterruptedCommits.complete(store.getTransactionStore());
      }
    } catch (SQLException | ReflectiveOperationException e) {
      throw new StoreException(description() + " cannot be kept safe from a kill: " + e, e);
    }
  }

  private static void close(Connection connection, StoreException reason) {
    try {
      connection.close();
    } catch (SQLException e) {
      reason.addSuppressed(e);
    }
  }

  private void makeFolder() {
    var folder = path.getParent();
    try {
      if (folder != null && !Files.isDirectory(folder)) {
        Files.createDirectories(folder);
        restrict(folder, "rwx------");
      }
    } catch (IOException e) {
      throw new StoreException(
          "The folder " + folder + " of the embedded database cannot be made: " + e, e);
    }
  }

  private void protectFiles() {
    for (var ending : List.of(".mv.db", ".lock.db", ".trace.db", FileDriver.TURN)) {
      var file = file(ending);
      try {
        if (Files.exists(file) && Files.isWritable(file)) {
          restrict(file, "rw-------");
        }
      } catch (IOException e) {
        throw new StoreException("The access rights of " + file + " cannot be set: " + e, e);
      }
    }
  }

  private static void restrict(Path file, String permissions) throws IOException {
    if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }
  }

  private String sentence(SQLException e) {
    if (e.getErrorCode() == ALREADY_OPEN) {
      return description()
          + " is locked by another process. Stop that process, or give this one a file of its own.";
    }
    return description()
        + " cannot be opened: "
        + SqlErrors.text(e)
        + " Check that this user may read and write it and that the disk is not full.";
  }
}
