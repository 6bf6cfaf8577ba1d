package io.backupman.core.source;

/** What the configuration says of one data source. */
public sealed interface DataSourceSettings
    permits MariaDbSettings, PostgresSettings, SqliteSettings {

  /** What every data source has. */
  SourceSettings common();

  /** The same data source, with something else in what every one has. */
  DataSourceSettings with(SourceSettings changed);
}
