package io.backupman.core.backup;

import io.backupman.notifier.spi.BackupReport;
import io.backupman.notifier.spi.BackupStatus;
import io.backupman.notifier.spi.DriveFile;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One run of one data source.
 *
 * @param snapshot all that the outside hears of it, as it is now; a report keeps it as it was
 * @param reportId the newest report that was written of it; {@code null} while it is pending
 * @param nodeId the process that runs it, or ran it
 * @param run which run of it this is, from 1; a retry is another
 */
public record Backup(BackupReport snapshot, @Nullable UUID reportId, UUID nodeId, int run) {

  /** The error of one that somebody has stopped. */
  static final String CANCELLED = "cancelled";

  /** A backup in its first run. */
  public Backup(BackupReport snapshot, @Nullable UUID reportId, UUID nodeId) {
    this(snapshot, reportId, nodeId, 1);
  }

  /** The identifier. */
  public UUID id() {
    return snapshot.id();
  }

  /** The data source's label. */
  public String label() {
    return snapshot.label();
  }

  /** How far it has come. */
  public BackupStatus status() {
    return snapshot.status();
  }

  /** Whether it ended because somebody wanted it to. */
  public boolean isCancelled() {
    return status() == BackupStatus.FAILED && CANCELLED.equals(snapshot.error());
  }

  /** The backup's copies, one for each drive. */
  public List<DriveFile> driveFiles() {
    return snapshot.driveFiles();
  }

  /** The same backup with other contents. */
  public Backup with(BackupReport changed) {
    return new Backup(changed, reportId, nodeId, run);
  }
}
