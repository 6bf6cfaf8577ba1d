package io.backupman.core.source.mariadb;

import io.backupman.core.testing.MariaDbServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** A MariaDB server that has a privilege for the text of routines. */
class NewMariaDbSightTest extends SightContract {
  private static @Nullable MariaDbServer started;

  @BeforeAll
  static void start() throws SQLException {
    started = MariaDbServer.startBundled();
    try (Connection connection = started.open("mysql");
        Statement statement = connection.createStatement()) {
      statement.execute("DELETE FROM global_priv WHERE user = ''"); // or everybody is nobody here
      statement.execute("DELETE FROM db WHERE db LIKE 'test%'"); // where everybody may do all
      statement.execute("FLUSH PRIVILEGES");
    }
  }

  @AfterAll
  static void stop() {
    if (started != null) {
      started.close();
    }
  }

  @Override
  MariaDbServer server() {
    if (started == null) {
      throw new IllegalStateException("Not started");
    }
    return started;
  }

  @Override
  String documentedAs() {
    return "MariaDB 11.3 and newer";
  }

  @Override
  String defaultRole(String role, String user) {
    return "SET DEFAULT ROLE " + role + " FOR " + user;
  }
}
