package io.backupman.core.store.engine;

import org.flywaydb.core.api.FlywayException;

/** Brings the tables up to date. Several processes may do so at once. */
public final class Migrations {
  private Migrations() {}

  public static void run(DatabaseLocation location, TableNames names) {
    var patience = new Patience(location);
    while (true) {
      try {
        migrate(location, names);
        return;
      } catch (FlywayException e) {
        // Who served an embedded database to this process may have closed it.
        var sql = SqlErrors.sql(e);
        if (sql == null || !patience.outlasts(sql)) {
          throw new StoreException(sentence(location, e), e);
        }
      }
    }
  }

  private static void migrate(DatabaseLocation location, TableNames names) {
    var besideTables = names == TableNames.BESIDE_LEGACY;
    var flyway =
        Scripts.configured(names)
            .driver(location.driver().orElse(null))
            .dataSource(location.migrationUrl(), location.user(), location.password())
            // Elsewhere a database that holds something already is not ours.
            .baselineOnMigrate(besideTables)
            .baselineVersion("0")
            .load();
    try {
      flyway.migrate();
    } catch (FlywayException e) {
      if (!besideTables || SqlErrors.sql(e) != null) {
        throw e;
      }
      // Flyway looks for its history before it locks it: of several that start together one may
      // find it missing, and then made but without its first row. By now it is there.
      flyway.migrate();
    }
  }

  /** In the words of the server, where it has some: those around them fill many lines. */
  private static String sentence(DatabaseLocation location, FlywayException failure) {
    var sql = SqlErrors.sql(failure);
    if (sql != null && SqlErrors.denied(sql)) {
      return "%s cannot be brought up to date: grant the user %s all rights on it. (%s)"
          .formatted(location.description(), location.user(), SqlErrors.text(sql));
    }
    return "%s cannot be brought up to date: %s If it holds tables of something else, give Backupman a database of its own."
        .formatted(
            location.description(), sql == null ? failure.getMessage() : SqlErrors.text(sql) + ".");
  }
}
