package io.backupman.core.source;

import java.nio.file.Path;

/**
 * A SQLite database.
 *
 * @param common what every data source has
 * @param dbPath its file
 * @param restored whether each dump is restored to see whether that works
 */
public record SqliteSettings(SourceSettings common, Path dbPath, boolean restored)
    implements DataSourceSettings {

  /** Whose dumps are not restored. */
  public SqliteSettings(SourceSettings common, Path dbPath) {
    this(common, dbPath, false);
  }

  @Override
  public SqliteSettings with(SourceSettings changed) {
    return new SqliteSettings(changed, dbPath, restored);
  }
}
