package io.backupman.core.report;

import com.github.f4b6a3.uuid.UuidCreator;
import io.backupman.notifier.spi.BackupReport;
import io.backupman.notifier.spi.BackupStatus;
import io.backupman.notifier.spi.DriveFile;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Makes up the backup that the report of a test is about. */
final class SampleBackup {
  private static final String LABEL = "Test";
  private static final long SIZE_BYTES = 1_048_576;
  private static final Duration TIME_TAKEN = Duration.ofMinutes(5);

  private SampleBackup() {}

  /** A backup that ends at a time. */
  static BackupReport at(Instant now) {
    var begin = now.minus(TIME_TAKEN);
    var id = UuidCreator.getTimeOrderedEpoch(begin);
    return BackupReport.builder(id, BackupStatus.FINISHED, LABEL, begin)
        .updatedAt(now)
        .driveFiles(List.of(driveFile(id, begin, now)))
        .provider("mysql")
        .trigger("manual")
        .startedAt(begin)
        .finishedAt(now)
        .sizeBytes(SIZE_BYTES)
        .sha256("0".repeat(64))
        .build();
  }

  private static DriveFile driveFile(UUID backupId, Instant begin, Instant now) {
    return DriveFile.builder(
            UuidCreator.getTimeOrderedEpoch(begin), backupId, "local", "Test drive", begin)
        .path("backups/test.sql.gz")
        .status(BackupStatus.FINISHED)
        .updatedAt(now)
        .sizeBytes(SIZE_BYTES)
        .build();
  }
}
