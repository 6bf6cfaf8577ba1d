package io.backupman.core.testing;

import java.nio.file.Path;
import java.util.Optional;

/** How a test's MariaDB server is run. */
interface MariaDbEngine {

  /** Where it listens and who signs in; known once it has been started. */
  Account account();

  /** Its socket on this machine, if it has one. */
  default Optional<Path> socket() {
    return Optional.empty();
  }

  /** Starts it and returns once it takes connections. */
  void start();

  /** Stops it; its files stay. */
  void stop();

  /** Deletes its files. */
  void delete();

  /** Where a server listens and who signs in. */
  record Account(String host, int port, String user, String password) {

    /** The account that servers of ours are started with. */
    static Account ofOurs(int port) {
      return new Account("127.0.0.1", port, "tester", "tester's pass");
    }

    /** The JDBC URL of a database. */
    String url(String database) {
      return "jdbc:mariadb://"
          + host
          + ":"
          + port
          + "/"
          + database
          + "?connectTimeout=10000&allowPublicKeyRetrieval=true";
    }

    /** What makes this account on a fresh server; one statement a line. */
    String initFile() {
      var grants = new StringBuilder();
      for (var from : new String[] {"%", "localhost"}) {
        var name = "'" + user + "'@'" + from + "'";
        var quoted = password.replace("'", "''");
        grants.append("CREATE USER IF NOT EXISTS %s IDENTIFIED BY '%s';%n".formatted(name, quoted));
        grants.append("GRANT ALL ON *.* TO %s WITH GRANT OPTION;%n".formatted(name));
      }
      return grants.toString();
    }
  }
}
