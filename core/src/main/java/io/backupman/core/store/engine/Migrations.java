package io.backupman.core.store.engine;

import org.flywaydb.core.api.FlywayException;

/** Brings the tables up to date. Several processes may do so at once. */
public final class Migrations {
  /** With pauses of 1, 2 and 4 seconds. */
  private static final int CONNECT_RETRIES = 3;

  private Migrations() {}

  public static void run(DatabaseLocation location, TableNames names) {
    try {
      Scripts.configured(names)
          .dataSource(location.migrationUrl(), location.user(), location.password())
          // Who served an embedded database to this process may close it just now.
          .connectRetries(CONNECT_RETRIES)
          // Elsewhere a database that holds something already is not ours.
          .baselineOnMigrate(names == TableNames.BESIDE_LEGACY)
          .baselineVersion("0")
          .load()
          .migrate();
    } catch (FlywayException e) {
      throw new StoreException(sentence(location, e), e);
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
