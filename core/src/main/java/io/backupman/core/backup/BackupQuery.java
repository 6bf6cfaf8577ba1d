package io.backupman.core.backup;

import io.backupman.notifier.spi.BackupStatus;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which backups to list, newest first. What is {@code null} does not narrow the list.
 *
 * @param limit how many at most, 1 to 1000
 * @param after only backups older than this one
 * @param status only those of this status
 * @param label only those of this data source
 * @param since only those created at this time or later
 * @param until only those created before this time
 */
public record BackupQuery(
    int limit,
    @Nullable UUID after,
    @Nullable BackupStatus status,
    @Nullable String label,
    @Nullable Instant since,
    @Nullable Instant until) {

  /** The newest ones. */
  public static BackupQuery newest(int limit) {
    return new BackupQuery(limit, null, null, null, null, null);
  }
}
