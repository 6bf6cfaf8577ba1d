package io.backupman.core.store;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** Brings the tables up to date. Several processes may do so at once. */
final class Migrations {
  private static final String SCRIPTS = "classpath:io/backupman/core/store/migration";

  private Migrations() {}

  static void run(Pool pool) {
    try {
      // The connection that holds Flyway's lock is silent for as long as a script takes.
      Flyway.configure(Migrations.class.getClassLoader())
          .dataSource(pool.dataSource())
          .initSql(pool.patience().orElse(null))
          .locations(SCRIPTS)
          .load()
          .migrate();
    } catch (FlywayException e) {
      throw new StoreException(
          pool.description()
              + " cannot be brought up to date: "
              + e.getMessage()
              + " If it holds tables of something else, give Backupman a database of its own.",
          e);
    }
  }
}
