package io.backupman.core.source.mariadb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.backupman.core.source.FaultBench;
import io.backupman.core.source.ServerFaults;
import io.backupman.core.testing.MariaDbServer;
import java.nio.file.Files;

/** What may happen to a dump of MariaDB. */
public final class MariaDbFaults extends ServerFaults {

  public MariaDbFaults(FaultBench bench) {
    super(bench, new DumpedMariaDb(MariaDbServer.shared()));
  }

  @Override
  protected String heading() {
    return "MariaDB";
  }

  @Override
  protected String documentedAs() {
    return "shop";
  }

  @Override
  protected String lastLine() {
    return "-- Dump completed";
  }

  @Override
  protected String noSuchTable() {
    return "no_such_table";
  }

  @Override
  protected void others() {
    bench.test("rebuilt", this::rebuilt);
    bench.test(
        "broken view",
        () -> {
          var broken = server.createDatabase();
          server.execute(
              broken,
              "CREATE TABLE t (id INT)",
              "CREATE VIEW v AS SELECT * FROM t",
              "DROP TABLE t");
          bench.fails(
              "a view refers to a table that is gone",
              server.source(server.settings(broken, bench.tmp())),
              broken,
              "shop");
        });
  }

  private void rebuilt() throws Exception {
    var other = server.createDatabase();
    server.execute(
        other, "CREATE TABLE a (id INT)", "CREATE TABLE b (id INT)", "INSERT INTO b VALUES (4711)");
    try (var connection = server.open(other);
        var lock = connection.createStatement()) {
      lock.execute("LOCK TABLES a WRITE");
      bench.finishes(
          "a table is rebuilt meanwhile; the dump is begun anew, once",
          server.source(server.settings(other, bench.tmp())),
          copy -> {
            isWhole(copy);
            assertThat(Files.readString(copy)).contains("4711");
          },
          () -> {
            await().until(() -> server.isWaiting(other));
            server.execute(other, "ALTER TABLE b FORCE");
            lock.execute("UNLOCK TABLES");
          });
    }
  }
}
