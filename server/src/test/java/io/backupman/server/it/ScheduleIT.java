package io.backupman.server.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Schedules of running servers. How many seconds two of them fire together is {@code
 * -Dbackupman.schedule.seconds}.
 */
class ScheduleIT {
  private static final int SECONDS = Integer.getInteger("backupman.schedule.seconds", 10);

  @TempDir private Path folder;

  @Test
  void twoServersFireEachSecondOnceThoughOneIsKilled() throws Exception {
    var database = OwnDatabase.MariaDb.empty();
    configure(database.yaml());
    var first = BackupmanProcess.serve(folder);
    try (var second = BackupmanProcess.serve(folder);
        var connection = database.open()) {
      awaitFirings(connection, SECONDS / 2);
      first.kill();
      awaitFirings(connection, SECONDS);
      try (var third = BackupmanProcess.serve(folder)) {
        awaitFirings(connection, SECONDS + 3);
        for (var server : List.of(second, third)) {
          server.terminate();
          server.awaitExit(Duration.ofMinutes(1));
        }
      }
      assertEachSecondFiredOnce(connection);
    } finally {
      first.close();
    }
  }

  private static void awaitFirings(Connection connection, int count) {
    await()
        .atMost(Duration.ofSeconds(60L + 2L * count))
        .until(() -> firings(connection).size() >= count);
  }

  private static void assertEachSecondFiredOnce(Connection connection) throws SQLException {
    var firings = firings(connection);
    for (var i = 1; i < firings.size(); i++) {
      assertThat(firings.get(i)).isEqualTo(firings.get(i - 1).plusSeconds(1));
    }
    var begun = number(connection, "SELECT COUNT(*) FROM firings WHERE backup_id IS NOT NULL");
    assertThat(begun).isPositive();
    assertThat(
            number(
                connection,
                "SELECT COUNT(*) FROM backups b JOIN firings f ON f.backup_id = b.id"
                    + " WHERE b.started_by = 'schedule'"))
        .isEqualTo(begun)
        .isEqualTo(number(connection, "SELECT COUNT(*) FROM backups"));
    System.out.printf("%d firings on two servers, %d backups.%n", firings.size(), begun);
  }

  private static List<LocalDateTime> firings(Connection connection) throws SQLException {
    var times = new ArrayList<LocalDateTime>();
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT fire_at FROM firings ORDER BY fire_at")) {
      while (rows.next()) {
        times.add(rows.getObject(1, LocalDateTime.class));
      }
    }
    return times;
  }

  private static long number(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      assertThat(rows.next()).isTrue();
      return rows.getLong(1);
    }
  }

  private void configure(String database) {
    new Folder(folder)
        .withSample("shop.db")
        .configured(
            database
                + """
                data_sources: [{provider: sqlite, label: Shop, db_path: shop.db, cron: "* * * * * *"}]
                drives: [{provider: local, label: Local, folder: ./storage}]
                """);
  }
}
