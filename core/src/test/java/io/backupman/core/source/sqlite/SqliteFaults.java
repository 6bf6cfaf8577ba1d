package io.backupman.core.source.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.backupman.core.source.FaultBench;
import io.backupman.core.source.Settings;
import io.backupman.core.source.WatchedSource;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** What may happen to a copy of a SQLite database. */
public final class SqliteFaults {
  private static final int ROWS = 20_000;

  private final FaultBench bench;
  private final Path good;
  private final Path bad;

  /** Takes half a minute, so that it begins before all others. */
  private final FaultBench.Begun locked;

  private final Connection locking;

  public SqliteFaults(FaultBench bench) throws SQLException {
    this.bench = bench;
    this.good = bench.folder.resolve("good.db");
    this.bad = bench.folder.resolve("app.db");
    var busy = bench.folder.resolve("busy.db");
    this.locking = open(busy);
    try (var statement = locking.createStatement()) {
      statement.execute("CREATE TABLE t (id INTEGER PRIMARY KEY)");
      statement.execute("BEGIN EXCLUSIVE");
    }
    this.locked = bench.begin(source(busy, bench.folder.resolve("tmp-busy")));
  }

  public void add() {
    bench.section("SQLite");
    bench.test(
        "baseline",
        () -> {
          try (var connection = open(good);
              var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT)");
            statement.execute(
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d)"
                        .formatted(ROWS)
                    + " INSERT INTO t SELECT i, 'the name of ' || i FROM n");
          }
          bench.finishes("nothing", source(good, bench.tmp()), SqliteFaults::isWhole);
        });
    disks();
    files();
    others();
  }

  private void disks() {
    for (var percent : List.of(10, 50, 99, 150)) {
      bench.test(
          "full at " + percent,
          () -> {
            try (var disk = FaultBench.full(percent, Files.size(good))) {
              bench.fails(
                  percent < 100
                      ? "the disk is full at %d %% of the copy".formatted(percent)
                      : "the disk is full when the copy is written to the dump",
                  source(good, disk.folder()),
                  disk.folder().toString(),
                  "DISK");
            }
          });
    }
  }

  private void files() {
    bench.test("missing", () -> bench.fails("the file is missing", source(bad, bench.tmp())));
    bench.test(
        "empty",
        () -> {
          Files.createFile(bad);
          bench.fails("the file is empty", source(bad, bench.tmp()));
        });
    bench.test(
        "text",
        () -> {
          Files.writeString(bad, "SQLite format? No, this is a text about it.");
          bench.fails("the file is not a database", source(bad, bench.tmp()));
        });
    bench.test(
        "corrupt",
        () -> {
          Files.write(bad, Files.readAllBytes(good));
          try (var channel = FileChannel.open(bad, StandardOpenOption.WRITE)) {
            byte[] rubbish = new byte[100_000];
            Arrays.fill(rubbish, (byte) 0x5a);
            channel.write(ByteBuffer.wrap(rubbish), 100_000);
          }
          bench.fails("pages of the file are overwritten", source(bad, bench.tmp()));
        });
    bench.test(
        "truncated",
        () -> {
          Files.write(bad, Arrays.copyOf(Files.readAllBytes(good), 200_000));
          bench.fails("the second half of the file is gone", source(bad, bench.tmp()));
        });
  }

  private void others() {
    bench.test(
        "locked",
        () -> {
          try (locking) {
            bench.fails("another program keeps it locked", locked);
          }
        });
    bench.test(
        "unlocked",
        () -> {
          try (var connection = open(good);
              var statement = connection.createStatement()) {
            statement.execute("BEGIN EXCLUSIVE");
            var heartbeats = new AtomicInteger();
            bench.finishes(
                "another program has it locked for a while",
                new WatchedSource(source(good, bench.tmp()), heartbeats),
                SqliteFaults::isWhole,
                () -> {
                  await().until(() -> heartbeats.get() > 0);
                  statement.execute("COMMIT");
                });
          }
        });
    bench.test("writer", this::withWriter);
  }

  private void withWriter() throws Exception {
    var stop = new AtomicBoolean();
    var written = new AtomicInteger();
    try (var connection = open(good);
        var statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode=WAL");
      statement.execute("CREATE TABLE pair (a INTEGER, b INTEGER)");
      var writer =
          Thread.ofPlatform()
              .start(
                  () -> {
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
                  });
      try {
        await().until(() -> written.get() > 20);
        bench.finishes(
            "another program writes all the time, in WAL mode",
            source(good, bench.tmp()),
            copy -> {
              isWhole(copy);
              assertThat(number(copy, "SELECT count(*) FROM pair")).isGreaterThan(20);
              assertThat(number(copy, "SELECT sum(a - b) FROM pair")).isZero();
            });
      } finally {
        stop.set(true);
        writer.join();
      }
    }
  }

  private static void isWhole(Path copy) throws SQLException {
    assertThat(number(copy, "SELECT count(*) FROM t WHERE name = 'the name of ' || id"))
        .isEqualTo(ROWS);
  }

  private static long number(Path file, String sql) throws SQLException {
    try (var connection = open(file);
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      return rows.getLong(1);
    }
  }

  private static Connection open(Path file) throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + file.toUri().toASCIIString());
  }

  private static SqliteSource source(Path file, Path tmp) {
    return new SqliteSource(Settings.sqlite(file, tmp));
  }
}
