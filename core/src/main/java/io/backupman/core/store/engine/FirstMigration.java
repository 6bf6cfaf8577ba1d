package io.backupman.core.store.engine;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import java.util.TreeSet;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.callback.BaseCallback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;

/**
 * Lets the first migration begin only where none of our tables is: a history that has lost its rows
 * is empty, too, and Flyway would record a failure in it. Asked under Flyway's lock, so that
 * nothing of another process that starts at the same time is seen in part.
 */
final class FirstMigration extends BaseCallback {
  private static final MigrationVersion FIRST = MigrationVersion.fromVersion("1");

  private final String description;
  private final TableNames names;

  FirstMigration(String description, TableNames names) {
    this.description = description;
    this.names = names;
  }

  @Override
  public boolean supports(Event event, Context context) {
    return event == Event.BEFORE_EACH_MIGRATE;
  }

  @Override
  public void handle(Event event, Context context) {
    if (FIRST.equals(context.getMigrationInfo().getVersion())) {
      try {
        requireNoTables(context.getConnection(), names, description);
      } catch (SQLException e) {
        throw new FlywayException(SqlErrors.text(e), e);
      }
    }
  }

  /**
   * Refuses a database that has tables of ours, though its history is empty.
   *
   * @throws StoreException with a sentence
   */
  static void requireNoTables(Connection connection, TableNames names, String description)
      throws SQLException {
    var there = new TreeSet<>(ServerTables.tables(connection));
    there.retainAll(Scripts.tables(names));
    requireNone(there, description);
  }

  /**
   * Refuses a database of a cluster that has any table but those for the order of its servers:
   * there Flyway does not look whether the database is empty.
   *
   * @throws StoreException with a sentence
   */
  static void requireNoOtherTables(Connection connection, String description) throws SQLException {
    var there = new TreeSet<>(ServerTables.tables(connection));
    if (!there.contains(MigrationHistory.TABLE)) {
      requireNone(there, description);
    }
  }

  private static void requireNone(Set<String> tables, String description) {
    if (!tables.isEmpty()) {
      var reason = "it is empty, though there are tables: " + ServerTables.named(tables);
      throw new StoreException(HistoryCheck.other(description, reason));
    }
  }
}
