package io.backupman.core.store.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Random;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.MVStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file as a kill or a power cut leaves it after each of many commits. */
class DurableCommitsTest {
  private static final int COMMITS = 300;
  private static final int KEPT = 20;
  private static final int LONGEST_TEXT = 20_000;

  static {
    // H2 asks once in a JVM, and what is opened here is not opened by a location.
    H2Location.listenOnLoopbackOnly();
  }

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void setUp() {
    file = folder.resolve("records.mv.db");
  }

  @Test
  void aKillLosesNoCommit() throws SQLException, IOException {
    try (var connection = new FileLocation(folder.resolve("records")).first()) {
      expectTheNewestCommitIn(file, connection);
    }
  }

  @Test
  void aPowerCutLosesNoCommit() throws SQLException, IOException {
    var location = new FileLocation(folder.resolve("records"));
    var url = location.url().replace(location.path().toString(), ForcedFiles.in(location.path()));
    try (var connection = DriverManager.getConnection(url, H2Location.USER, "")) {
      location.beforeUse(connection);

      expectTheNewestCommitIn(ForcedFiles.afterAPowerCut(file), connection);
    }
  }

  private void expectTheNewestCommitIn(Path left, Connection connection)
      throws SQLException, IOException {
    execute(connection, "CREATE TABLE notes (id INT PRIMARY KEY, text VARCHAR(20000))");
    // What is free is used again at once: where the next chunk comes to lie cannot be foreseen.
    execute(connection, "SET RETENTION_TIME 0");
    connection.setAutoCommit(false);
    var random = new Random(1);
    for (var id = 0; id < COMMITS; id++) {
      write(connection, id, "x".repeat(random.nextInt(LONGEST_TEXT)));

      assertThat(newestVersion(left)).as("commit %d", id).isEqualTo(newestVersion(connection));
    }
  }

  private static void write(Connection connection, int id, String text) throws SQLException {
    try (var insert = connection.prepareStatement("INSERT INTO notes VALUES (?, ?)")) {
      insert.setInt(1, id);
      insert.setString(2, text);
      insert.executeUpdate();
    }
    execute(connection, "DELETE FROM notes WHERE id < " + (id - KEPT));
    connection.commit();
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static long newestVersion(Connection connection) throws SQLException {
    var session = (SessionLocal) connection.unwrap(JdbcConnection.class).getSession();
    return session.getDatabase().getStore().getMvStore().getFileStore().lastChunkVersion();
  }

  private long newestVersion(Path left) throws IOException {
    var copy = folder.resolve("copy.mv.db");
    Files.copy(left, copy, StandardCopyOption.REPLACE_EXISTING);
    try (var store = new MVStore.Builder().fileName(copy.toString()).readOnly().open()) {
      return store.getFileStore().lastChunkVersion();
    }
  }
}
