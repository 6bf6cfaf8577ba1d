package io.backupman.core.source.mariadb;

import io.backupman.core.source.mariadb.sql.ServerVersion;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/**
 * Whether an account sees all of a database. The dump programs leave out without a word what they
 * are not shown, and whether there is any cannot be known with the same eyes: so what could be
 * hidden counts as missing.
 */
final class MariaDbSight {
  private static final String VIEWS =
      "SELECT 1 FROM information_schema.tables WHERE table_schema = ? AND table_type = 'VIEW'"
          + " LIMIT 1";

  private static final String UNREADABLE_ROUTINES =
      "SELECT 1 FROM information_schema.routines WHERE routine_schema = ?"
          + " AND routine_definition IS NULL LIMIT 1";

  /** MySQL's scripts that routines share, which are listed and shown as routines are. */
  private static final String UNREADABLE_LIBRARIES =
      "SELECT 1 FROM information_schema.libraries WHERE library_schema = ?"
          + " AND library_definition IS NULL LIMIT 1";

  /** Any of these has all routines of a database listed, though not their bodies shown. */
  private static final List<String> LISTS_ROUTINES =
      List.of("EXECUTE", "ALTER ROUTINE", "CREATE ROUTINE");

  private final Connection connection;
  private final String database;
  private final ServerVersion version;
  private final MariaDbGrants grants;

  private MariaDbSight(Connection connection, String database) throws SQLException {
    this.connection = connection;
    this.database = database;
    this.version = ServerVersion.of(connection);
    this.grants = MariaDbGrants.of(connection);
  }

  /**
   * Looks at what the account of a connection may do.
   *
   * @return a sentence with the statements that mend it if it may not see all of the database
   */
  static Optional<String> trouble(Connection connection, String user, String database)
      throws SQLException {
    return new MariaDbSight(connection, database).trouble(user);
  }

  private Optional<String> trouble(String user) throws SQLException {
    var hidden = new LinkedHashSet<String>();
    var statements = new LinkedHashSet<String>();
    if (!inDatabase("SELECT")) {
      hidden.add("tables");
    }
    if (!inDatabase("SHOW VIEW") && exists(VIEWS)) {
      hidden.add("views");
    }
    if (!inDatabase("TRIGGER")) {
      hidden.add("triggers");
    }
    if (!inDatabase("EVENT")) {
      hidden.add("events");
    }
    if (!hidden.isEmpty()) {
      statements.add(grant(databasePrivileges(), grants.scope(database)));
    }
    if (!seesRoutines()) {
      hidden.add("routines");
      statements.add(routineGrant());
    }
    return hidden.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "The user '%s' lacks a privilege to dump '%s' whole: %s that they may not see could be left out without a word. Let an administrator run: %s"
                .formatted(
                    user, database, listed(List.copyOf(hidden)), String.join(" ", statements)));
  }

  private static String listed(List<String> words) {
    var first = new ArrayList<String>(words);
    var last = first.removeLast();
    return first.isEmpty() ? last : String.join(", ", first) + " and " + last;
  }

  private boolean inDatabase(String privilege) {
    return grants.inDatabase(database, privilege);
  }

  private boolean seesRoutines() throws SQLException {
    return seesRoutinesWhole()
        || (LISTS_ROUTINES.stream().anyMatch(this::inDatabase) && !hasUnreadableRoutines());
  }

  private boolean hasUnreadableRoutines() throws SQLException {
    return exists(UNREADABLE_ROUTINES)
        || (version.isMySql(9, 2, 0) && exists(UNREADABLE_LIBRARIES));
  }

  private boolean seesRoutinesWhole() {
    if (version.isMySql(8, 0, 0)) {
      return grants.everywhere("SELECT") || grants.everywhere("SHOW_ROUTINE");
    }
    return grants.inTable("mysql", "proc", "SELECT")
        || (hasShowCreateRoutine() && inDatabase("SHOW CREATE ROUTINE"));
  }

  private boolean hasShowCreateRoutine() {
    return version.isMariaDb(11, 3);
  }

  private String databasePrivileges() {
    return "SELECT, SHOW VIEW, TRIGGER, EVENT"
        + (hasShowCreateRoutine() ? ", SHOW CREATE ROUTINE" : "");
  }

  private String routineGrant() {
    if (version.isMySql(8, 0, 20)) {
      return grant("SHOW_ROUTINE", "*.*");
    }
    if (version.isMySql(8, 0, 0)) {
      return grant("SELECT", "*.*");
    }
    return hasShowCreateRoutine()
        ? grant(databasePrivileges(), grants.scope(database))
        : grant("SELECT", "`mysql`.`proc`");
  }

  private String grant(String privileges, String scope) {
    return "GRANT %s ON %s TO %s;".formatted(privileges, scope, grants.quotedAccount());
  }

  private boolean exists(String query) throws SQLException {
    try (var statement = connection.prepareStatement(query)) {
      statement.setString(1, database);
      try (var rows = statement.executeQuery()) {
        return rows.next();
      }
    }
  }
}
