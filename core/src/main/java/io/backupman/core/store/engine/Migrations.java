package io.backupman.core.store.engine;

import java.sql.Connection;
import java.sql.SQLException;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.CoreErrorCode;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.internal.exception.FlywayMigrateException;

/** Brings the tables up to date. Several processes may do so at once. */
public final class Migrations {
  private Migrations() {}

  /**
   * Carries out what is missing.
   *
   * @throws StoreException with a sentence if that is not possible; nothing is changed in a
   *     database that a newer program has upgraded, or that is not as this one left it
   */
  public static void run(DatabaseLocation location, TableNames names) {
    if (!location.isCluster()) {
      runInTurn(location, names);
      return;
    }
    var turn = turn(location);
    try {
      if (names == TableNames.USUAL) {
        requireNoOtherTables(location);
      }
      runInTurn(location, names);
    } finally {
      turn.close();
    }
  }

  private static ClusterTurn turn(DatabaseLocation location) {
    try {
      return ClusterTurn.await(location.migrationConnection(), location.description());
    } catch (SQLException e) {
      throw failed(location, e);
    }
  }

  private static void requireNoOtherTables(DatabaseLocation location) {
    try (var connection = location.migrationConnection()) {
      FirstMigration.requireNoOtherTables(connection, location.description());
    } catch (SQLException e) {
      throw failed(location, e);
    }
  }

  private static StoreException failed(DatabaseLocation location, SQLException failure) {
    return new StoreException(
        "%s cannot be brought up to date: %s."
            .formatted(location.description(), SqlErrors.text(failure)),
        failure);
  }

  private static void runInTurn(DatabaseLocation location, TableNames names) {
    var patience = new Patience(location);
    while (true) {
      try {
        migrate(location, names);
        return;
      } catch (FlywayException e) {
        // Who served an embedded database to this process may have closed it.
        var sql = SqlErrors.sql(e);
        if (sql == null || !patience.outlasts(sql)) {
          throw refusal(location, e);
        }
      }
    }
  }

  /**
   * Refuses a database that {@link #run} would refuse for its history; nothing is changed.
   *
   * @param connection one to the database
   * @throws StoreException with a sentence
   */
  static void check(DatabaseLocation location, TableNames names, Connection connection)
      throws SQLException {
    try {
      var known = flyway(location, names).info();
      HistoryCheck.require(location.description(), known.all());
      if (known.applied().length == 0) {
        FirstMigration.requireNoTables(connection, names, location.description());
      }
    } catch (FlywayException e) {
      throw refusal(location, e);
    }
  }

  private static Flyway flyway(DatabaseLocation location, TableNames names) {
    return Scripts.configured(names)
        .driver(location.driver().orElse(null))
        .dataSource(location.migrationUrl(), location.user(), location.password())
        // Elsewhere a database that holds something already is not ours; in a cluster it holds the
        // table of turns.
        .baselineOnMigrate(names == TableNames.BESIDE_LEGACY || location.isCluster())
        .baselineVersion("0")
        .callbacks(new FirstMigration(location.description(), names))
        .load();
  }

  private static void migrate(DatabaseLocation location, TableNames names) {
    var flyway = flyway(location, names);
    HistoryCheck.require(location.description(), flyway.info().all());
    try {
      flyway.migrate();
    } catch (FlywayException e) {
      if (names != TableNames.BESIDE_LEGACY || SqlErrors.sql(e) != null) {
        throw e;
      }
      // Flyway looks for its history before it locks it: of several that start together one may
      // find it missing, and then made but without its first row. By now it is there.
      flyway.migrate();
    }
  }

  private static StoreException refusal(DatabaseLocation location, FlywayException failure) {
    return failure.getCause() instanceof StoreException known
        ? known
        : new StoreException(sentence(location, failure), failure);
  }

  /** In the words of the server, where it has some: those around them fill many lines. */
  private static String sentence(DatabaseLocation location, FlywayException failure) {
    if (failure.getErrorCode() == CoreErrorCode.NON_EMPTY_SCHEMA_WITHOUT_SCHEMA_HISTORY_TABLE) {
      return "%s holds tables of something else: give Backupman a database of its own."
          .formatted(location.description());
    }
    var sql = SqlErrors.sql(failure);
    if (sql != null && SqlErrors.denied(sql)) {
      return "%s cannot be brought up to date: grant the user %s all rights on it. (%s)"
          .formatted(location.description(), location.user(), SqlErrors.text(sql));
    }
    var reason = sql == null ? failure.getMessage() : SqlErrors.text(sql) + ".";
    if (failure instanceof FlywayMigrateException script) {
      return "%s cannot be brought to schema version %s: %s Restore Backupman's own database from before the upgrade before you start again."
          .formatted(location.description(), script.getMigration().getVersion(), reason);
    }
    return "%s cannot be brought up to date: %s".formatted(location.description(), reason);
  }
}
