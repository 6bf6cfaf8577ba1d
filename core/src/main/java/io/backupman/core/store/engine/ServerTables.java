package io.backupman.core.store.engine;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Looks at what lies in a database on a server, before anything is made in it. */
final class ServerTables {
  private static final int MOST_NAMED = 5;

  private ServerTables() {}

  /**
   * How our tables are called there.
   *
   * @param description what a sentence calls the database
   * @throws StoreException with a sentence if they cannot be made, because of others
   */
  static TableNames names(Connection connection, String description) throws SQLException {
    var tables = tables(connection);
    if (!tables.isEmpty() && !tables.contains(MigrationHistory.TABLE)) {
      // A look takes time, in which another process may begin, and be seen in part.
      tables = tables(connection);
    }
    if (tables.contains(TableNames.BESIDE_LEGACY.backups())) {
      return TableNames.BESIDE_LEGACY;
    }
    var isLegacy = LegacyTables.areIn(connection);
    var isNew = !tables.contains(MigrationHistory.TABLE);
    if (isNew && isLegacy) {
      requireFree(tables, description);
    } else if (isNew && !tables.isEmpty()) {
      throw new StoreException(
          "%s holds tables of something else (%s): give Backupman a database of its own."
              .formatted(description, named(tables)));
    }
    return isLegacy ? TableNames.BESIDE_LEGACY : TableNames.USUAL;
  }

  private static void requireFree(Set<String> tables, String description) {
    var taken = new TreeSet<>(tables);
    taken.retainAll(Scripts.tables(TableNames.BESIDE_LEGACY));
    if (!taken.isEmpty()) {
      throw new StoreException(
          ("%s holds the records of %s, but also tables of something else whose names Backupman"
                  + " needs (%s). Copy the tables backups and backup_drive_files into a database"
                  + " of their own, and name that one.")
              .formatted(description, LegacyTables.PROGRAM, named(taken)));
    }
  }

  /** The names of all tables. */
  static Set<String> tables(Connection connection) throws SQLException {
    var found = new TreeSet<String>();
    try (var tables =
        connection.getMetaData().getTables(connection.getCatalog(), null, "%", null)) {
      while (tables.next()) {
        found.add(tables.getString("TABLE_NAME"));
      }
    }
    found.remove(ClusterTurn.TABLE);
    return found;
  }

  /** Names a few tables. */
  static String named(Set<String> tables) {
    var first = List.copyOf(tables).stream().limit(MOST_NAMED).collect(Collectors.joining(", "));
    var more = tables.size() - MOST_NAMED;
    return more > 0 ? first + " and " + more + " more" : first;
  }
}
