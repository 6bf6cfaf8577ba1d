package io.backupman.core.source;

import java.nio.file.Path;

/**
 * A SQLite database.
 *
 * @param common what every data source has
 * @param dbPath its file
 */
public record SqliteSettings(SourceSettings common, Path dbPath) implements DataSourceSettings {}
