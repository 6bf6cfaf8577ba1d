package io.backupman.server.app;

import io.backupman.core.process.SearchPath;
import io.backupman.core.source.DataSource;
import io.backupman.core.source.DataSourceSettings;
import io.backupman.core.source.MariaDbSettings;
import io.backupman.core.source.Owner;
import io.backupman.core.source.PostgresSettings;
import io.backupman.core.source.SqliteSettings;
import io.backupman.core.source.mariadb.MariaDbSource;
import io.backupman.core.source.postgres.PostgresSource;
import io.backupman.core.source.sqlite.SqliteSource;

/** Makes data sources from what the configuration says of them. */
public final class DataSources {

  private DataSources() {}

  /**
   * The data source that the settings describe, whose temporary files are in the owner's subfolder.
   */
  public static DataSource of(DataSourceSettings settings, Owner owner) {
    return of(settings.with(settings.common().ownedBy(owner)));
  }

  /** The data source that the settings describe; nothing is opened or started yet. */
  public static DataSource of(DataSourceSettings settings) {
    return switch (settings) {
      case MariaDbSettings mariaDb -> new MariaDbSource(mariaDb, SearchPath.ofEnvironment());
      case PostgresSettings postgres -> new PostgresSource(postgres, SearchPath.ofEnvironment());
      case SqliteSettings sqlite -> new SqliteSource(sqlite);
    };
  }
}
