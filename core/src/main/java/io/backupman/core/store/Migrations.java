package io.backupman.core.store;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** Brings the tables up to date. Several processes may do so at once. */
final class Migrations {
  private static final String SCRIPTS = "classpath:io/backupman/core/store/migration";

  private Migrations() {}

  static void run(Place place) {
    try {
      Flyway.configure(Migrations.class.getClassLoader())
          .dataSource(place.migrationUrl(), place.user(), place.password())
          .locations(SCRIPTS)
          .load()
          .migrate();
    } catch (FlywayException e) {
      throw new StoreException(
          place.description()
              + " cannot be brought up to date: "
              + e.getMessage()
              + " If it holds tables of something else, give Backupman a database of its own.",
          e);
    }
  }
}
