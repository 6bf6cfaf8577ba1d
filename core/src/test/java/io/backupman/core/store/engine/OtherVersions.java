package io.backupman.core.store.engine;

import java.sql.SQLException;
import java.util.List;
import org.flywaydb.core.api.MigrationVersion;

/** Databases as earlier and later versions of the program have left them. */
public final class OtherVersions {
  private OtherVersions() {}

  /** The versions of the schema, oldest first; the last one is that of this program. */
  public static List<String> ofSchema() {
    return MigrationHistory.ALL.stream()
        .map(migration -> migration.substring(0, migration.indexOf(' ')))
        .toList();
  }

  /** Makes the tables of a version of the schema in an empty database. */
  public static void make(DatabaseSettings settings, String version) throws SQLException {
    var location = DatabaseLocation.of(settings);
    location.first().close();
    Scripts.configured(TableNames.USUAL)
        .driver(location.driver().orElse(null))
        .dataSource(location.migrationUrl(), location.user(), location.password())
        .target(MigrationVersion.fromVersion(version))
        .load()
        .migrate();
  }

  /**
   * Lets a database look as after the upgrade to a version that this program does not know.
   *
   * @param success whether that upgrade did not fail
   */
  public static void upgrade(DatabaseSettings settings, String version, boolean success)
      throws SQLException {
    try (var connection = DatabaseLocation.of(settings).first();
        var statement = connection.createStatement()) {
      statement.executeUpdate(
          """
          INSERT INTO flyway_schema_history
          SELECT 99, '%s', 'later', type, 'V99__later.sql', checksum, installed_by, installed_on,
            execution_time, %s FROM flyway_schema_history WHERE version = '1'"""
              .formatted(version, success));
    }
  }
}
