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
 * @param report all that the outside hears of it, as it is now
 * @param reportId the newest report that was written of it; {@code null} while it is pending
 * @param nodeId the process that runs it, or ran it
 * @param run which run of it this is, from 1; a retry is another
 */
public record Backup(BackupReport report, @Nullable UUID reportId, UUID nodeId, int run) {

  /** The error of one that somebody has stopped. */
  static final String CANCELLED = "cancelled";

  /** In its first run. */
  public Backup(BackupReport report, @Nullable UUID reportId, UUID nodeId) {
    this(report, reportId, nodeId, 1);
  }

  /** The identifier. */
  public UUID id() {
    return report.id();
  }

  /** The data source's label. */
  public String label() {
    return report.label();
  }

  /** How far it has come. */
  public BackupStatus status() {
    return report.status();
  }

  /** Whether it ended because somebody wanted it to. */
  public boolean isCancelled() {
    return status() == BackupStatus.FAILED && CANCELLED.equals(report.error());
  }

  /** Its copies, one for each drive. */
  public List<DriveFile> driveFiles() {
    return report.driveFiles();
  }

  /** The same backup with other contents. */
  public Backup with(BackupReport changed) {
    return new Backup(changed, reportId, nodeId, run);
  }
}
