package io.backupman.core.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class MariaDbServerTest {

  @Test
  void theSharedServerGivesEveryTestAnEmptyDatabase() throws SQLException {
    var server = MariaDbServer.shared();
    assertThat(MariaDbServer.shared()).isSameAs(server);
    try (var connection = server.open(server.createDatabase())) {
      assertThat(ask(connection, "SELECT VERSION()")).contains("MariaDB");
      assertThat(
              ask(
                  connection,
                  "SELECT COUNT(*) FROM information_schema.tables"
                      + " WHERE table_schema = DATABASE()"))
          .isEqualTo("0");
    }
  }

  @Test
  void aPrivateServerTakesArgumentsAndKeepsItsDatabasesWhileItIsStopped() throws SQLException {
    try (var server = MariaDbServer.start("--default-time-zone=+05:00")) {
      var database = server.createDatabase();
      server.stop();
      assertThatThrownBy(() -> server.open(database).close()).isInstanceOf(SQLException.class);
      server.resume();
      try (var connection = server.open(database)) {
        assertThat(ask(connection, "SELECT @@global.time_zone")).isEqualTo("+05:00");
      }
    }
  }

  @Test
  void theServerOfTheLastResortWorksToo() throws SQLException {
    var bundled = new BundledMariaDb("--default-time-zone=+05:00");
    try {
      bundled.start();
      var account = bundled.account();
      try (var connection =
          DriverManager.getConnection(account.url(""), account.user(), account.password())) {
        assertThat(ask(connection, "SELECT @@global.time_zone")).isEqualTo("+05:00");
      }
    } finally {
      bundled.stop();
      bundled.delete();
    }
  }

  private static String ask(Connection connection, String question) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(question)) {
      rows.next();
      return rows.getString(1);
    }
  }
}
