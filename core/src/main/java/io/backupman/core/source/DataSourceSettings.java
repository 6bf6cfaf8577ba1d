package io.backupman.core.source;

/** What the configuration says of one data source. */
public sealed interface DataSourceSettings
    permits MariaDbSettings, PostgresSettings, SqliteSettings {

  /** What every data source has. */
  SourceSettings common();
}
