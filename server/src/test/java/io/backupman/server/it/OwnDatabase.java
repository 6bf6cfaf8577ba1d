package io.backupman.server.it;

import io.backupman.core.testing.MariaDbServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** Where a Backupman under test keeps its records, and a way to look at them past it. */
sealed interface OwnDatabase {

  /** Its section of the configuration. */
  String yaml();

  /** Opens it; an embedded one only once no Backupman has it open. */
  Connection open() throws SQLException;

  /** A file in a folder. */
  record Embedded(Path folder) implements OwnDatabase {
    @Override
    public String yaml() {
      return "database: {provider: embedded, path: ./data/backupman}\n";
    }

    @Override
    public Connection open() throws SQLException {
      return DriverManager.getConnection(
          "jdbc:h2:file:"
              + folder.resolve("data/backupman")
              + ";MODE=MariaDB;DATABASE_TO_LOWER=TRUE;CASE_INSENSITIVE_IDENTIFIERS=TRUE"
              + ";IFEXISTS=TRUE",
          "sa",
          "");
    }
  }

  /** An empty database of a server. */
  record MariaDb(MariaDbServer server, String name) implements OwnDatabase {
    static MariaDb empty() {
      var server = MariaDbServer.shared();
      return new MariaDb(server, server.createDatabase());
    }

    @Override
    public String yaml() {
      return """
          database:
            {provider: mariadb, host: %s, port: %d, db_name: %s, user: %s, password: "%s"}
          """
          .formatted(server.host(), server.port(), name, server.user(), server.password());
    }

    @Override
    public Connection open() throws SQLException {
      return server.open(name);
    }
  }
}
