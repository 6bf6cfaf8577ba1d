package io.backupman.core.source.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.backupman.core.file.SmallDisk;
import io.backupman.core.source.Dump;
import io.backupman.core.source.DumpWriter;
import io.backupman.core.source.Settings;
import io.backupman.core.source.SourceException;
import io.backupman.core.source.TempFileKind;
import io.backupman.core.source.program.PrivateTempFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class SqliteSourceTest {
  private static final String NAME = "a.db";

  @TempDir Path folder;
  private Path database = Path.of("");
  private Path tmp = Path.of("");

  @BeforeEach
  void paths() {
    database = folder.resolve("my app?ü#%41.db");
    tmp = folder.resolve("tmp");
  }

  @Test
  void theDumpIsADatabaseWithTheSameContents() throws Exception {
    fill(1_000);
    Dump dump = dump();
    assertThat(count(dump.file())).isEqualTo(1_000);
    assertThat(tmp.toFile().list()).containsExactly(NAME);
    assertThat(folder.toFile().list()).containsOnly(database.toFile().getName(), "tmp");
  }

  @Test
  void theCopyIsForItsOwnerOnlyWhileItIsThere() throws Exception {
    fill(1_000);
    AtomicReference<List<String>> modes = new AtomicReference<>(List.of());
    OutputStream out =
        new OutputStream() {
          @Override
          public void write(int b) {}

          @Override
          public void write(byte[] bytes, int offset, int length) throws IOException {
            try (var files = Files.list(tmp)) {
              modes.set(files.map(SqliteSourceTest::mode).toList());
            }
          }
        };
    source().dump(out, () -> {});
    assertThat(modes.get()).containsExactly("rw-------");
    assertThat(tmp).isEmptyDirectory();
  }

  @Test
  void aDatabaseThatIsWrittenToMeanwhileIsDumpedInOneState() throws Exception {
    fill(1_000);
    AtomicBoolean stop = new AtomicBoolean();
    AtomicInteger written = new AtomicInteger();
    try (Connection connection = open(database);
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode=WAL");
      statement.execute("PRAGMA wal_autocheckpoint=0");
      statement.execute("CREATE TABLE pair (a INTEGER, b INTEGER)");
      Thread writer = Thread.ofPlatform().start(() -> writePairs(statement, stop, written));
      await().until(() -> written.get() > 20);
      Dump dump = dump();
      int after = written.get();
      await().until(() -> written.get() > after);
      stop.set(true);
      writer.join();
      assertThat(count(dump.file())).isEqualTo(1_000);
      assertThat(number(dump.file(), "SELECT count(*) FROM pair")).isGreaterThan(20);
      assertThat(number(dump.file(), "SELECT sum(a - b) FROM pair")).isZero();
    }
  }

  @Test
  void aDatabaseInWalModeThatNobodyHasOpenIsDumped() throws Exception {
    fill(1_000);
    try (Connection connection = open(database);
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode=WAL");
    }
    assertThat(count(dump().file())).isEqualTo(1_000);
  }

  private static void writePairs(Statement statement, AtomicBoolean stop, AtomicInteger written) {
    try {
      while (!stop.get()) {
        statement.execute("BEGIN");
        statement.execute("INSERT INTO pair VALUES (1, 0)");
        statement.execute("INSERT INTO pair VALUES (0, 1)");
        statement.execute("COMMIT");
        written.incrementAndGet();
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aMissingFileIsSaidAndNotMade() {
    assertFails("There is no file " + database + ": check db_path.");
    assertThat(database).doesNotExist();
  }

  @Test
  void aFolderIsSaid() throws Exception {
    Files.createDirectory(database);
    assertFails(database + " is not a file: check db_path.");
  }

  @Test
  void anotherKindOfFileIsSaid() throws Exception {
    Files.writeString(database, "SQLite format? No, this is a text about it.");
    assertFails(database + " is not a SQLite 3 database, or is empty or encrypted: check db_path.");
    Files.writeString(database, "");
    assertFails(database + " is not a SQLite 3 database, or is empty or encrypted: check db_path.");
  }

  @Test
  void aFileWithTheRightBeginningAndNothingElseIsSaid() throws Exception {
    Files.writeString(database, "SQLite format 3\0" + "x".repeat(5_000));
    assertDumpFails(database.toString());
  }

  @Test
  void aCorruptDatabaseIsSaid() throws Exception {
    fill(20_000);
    try (FileChannel channel = FileChannel.open(database, StandardOpenOption.WRITE)) {
      byte[] rubbish = new byte[200_000];
      Arrays.fill(rubbish, (byte) 0x5a);
      channel.write(ByteBuffer.wrap(rubbish), 100_000);
    }
    assertDumpFails("is corrupt");
  }

  @Test
  void aDatabaseThatStaysLockedForAWhileIsWaitedFor() throws Exception {
    fill(10);
    AtomicInteger heartbeats = new AtomicInteger();
    AtomicReference<Object> outcome = new AtomicReference<>();
    try (Connection connection = open(database);
        Statement statement = connection.createStatement()) {
      statement.execute("BEGIN EXCLUSIVE");
      Thread dumper = Thread.ofPlatform().start(() -> outcome.set(outcomeOf(heartbeats)));
      await().until(() -> heartbeats.get() > 0);
      statement.execute("COMMIT");
      assertThat(dumper.join(Duration.ofSeconds(20))).isTrue();
    }
    assertThat(outcome.get()).isInstanceOf(Dump.class);
  }

  @Test
  void anInterruptStopsTheWaitForALock() throws Exception {
    fill(10);
    try (Connection connection = open(database);
        Statement statement = connection.createStatement()) {
      statement.execute("BEGIN EXCLUSIVE");
      assertInterruptible();
    }
  }

  @Test
  void anInterruptStopsTheCopying() throws Exception {
    fill(10);
    try (Connection connection = open(database);
        Statement statement = connection.createStatement()) {
      statement.execute(
          "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000000)"
              + " INSERT INTO t SELECT i + 100, 'a text of some length' FROM n");
    }
    assertInterruptible();
  }

  private void assertInterruptible() throws Exception {
    AtomicInteger heartbeats = new AtomicInteger();
    AtomicReference<Object> outcome = new AtomicReference<>();
    Thread dumper = Thread.ofPlatform().start(() -> outcome.set(outcomeOf(heartbeats)));
    await().until(() -> heartbeats.get() > 0);
    dumper.interrupt();
    assertThat(dumper.join(Duration.ofSeconds(3))).isTrue();
    assertThat(outcome.get()).isInstanceOf(InterruptedException.class);
    assertThat(tmp).isEmptyDirectory();
  }

  private Object outcomeOf(AtomicInteger heartbeats) {
    try {
      return new DumpWriter()
          .write(source(), NAME, more -> heartbeats.addAndGet(more == 0 ? 1 : 0));
    } catch (InterruptedException | RuntimeException e) {
      return e;
    }
  }

  @Test
  void aFullDiskIsSaidAndLeavesNothing() throws Exception {
    fill(50_000);
    try (SmallDisk disk = SmallDisk.mount("size=256k")) {
      tmp = disk.folder();
      assertDumpFails("No space left in " + tmp);
    }
  }

  @Test
  void theCopyOfAKilledProcessIsRemovedByTheNextDump() throws Exception {
    fill(10);
    Files.createDirectory(tmp);
    Path leftover;
    try (PrivateTempFile scratch =
        PrivateTempFile.create(source().settings(), TempFileKind.SQLITE_COPY)) {
      leftover = scratch.path();
    }
    Files.writeString(leftover, "half a copy");
    dump();
    assertThat(tmp.toFile().list()).containsExactly(NAME);
  }

  @Test
  void aGoodDatabasePassesTheCheck() throws Exception {
    fill(10);
    source().check();
    assertThat(folder.toFile().list()).containsExactly(database.toFile().getName());
  }

  private void assertFails(String sentence) {
    assertThatExceptionOfType(SourceException.class)
        .isThrownBy(() -> source().check())
        .withMessage(sentence);
    assertDumpFails(sentence);
  }

  private void assertDumpFails(String sentence) {
    assertThatExceptionOfType(SourceException.class)
        .isThrownBy(this::dump)
        .withMessageContaining(sentence);
    assertThat(tmp).isEmptyDirectory();
  }

  private SqliteSource source() {
    return new SqliteSource(Settings.sqlite(database, tmp));
  }

  private Dump dump() throws InterruptedException {
    return new DumpWriter().write(source(), NAME, bytes -> {});
  }

  private void fill(int rows) throws SQLException {
    try (Connection connection = open(database);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT)");
      statement.execute("CREATE INDEX t_name ON t (name)");
      statement.execute(
          "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d)"
                  .formatted(rows)
              + " INSERT INTO t SELECT i, 'name ' || i FROM n");
    }
  }

  private static long count(Path file) throws SQLException {
    return number(file, "SELECT count(*) FROM t WHERE name = 'name ' || id");
  }

  private static long number(Path file, String sql) throws SQLException {
    try (Connection connection = open(file);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows.getLong(1);
    }
  }

  private static Connection open(Path file) throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + file.toUri().toASCIIString());
  }

  private static String mode(Path file) {
    try {
      return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
