package io.backupman.notifier.http.testing;

import io.backupman.notifier.spi.BackupReport;
import io.backupman.notifier.spi.BackupStatus;
import io.backupman.notifier.spi.DriveFile;
import io.backupman.notifier.spi.Notification;
import io.backupman.notifier.testkit.ExampleReport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Reports that are hard to show. */
public final class Reports {
  private static final Instant TIME = Instant.parse("2025-07-02T10:00:00Z");

  /** The backup that {@link #labelled} is about. */
  public static final UUID BACKUP = UUID.fromString("b4c3f1a0-1b1e-4b0e-8b4a-0e1b0e1b0e1b");

  private Reports() {}

  /** The example, failed for this reason. */
  public static Notification failed(String reason) {
    return ExampleReport.about(
        ExampleReport.finished().status(BackupStatus.FAILED).error(reason).build());
  }

  /** The example of a data source with this label, on a drive with it, failed with it. */
  public static Notification labelled(String label) {
    return ExampleReport.about(
        BackupReport.builder(BACKUP, BackupStatus.FAILED, label, TIME)
            .driveFiles(List.of(drive(BACKUP, label, BackupStatus.FINISHED, "")))
            .error(label)
            .build());
  }

  /** Long wherever it can be: in the label, the reason, and forty drives with their errors. */
  public static Notification huge(String character) {
    var id = UUID.randomUUID();
    var text = character.repeat(5_000);
    var drives = new ArrayList<DriveFile>();
    for (var i = 0; i < 40; i++) {
      var status = i == 39 ? BackupStatus.FAILED : BackupStatus.FINISHED;
      drives.add(drive(id, "Drive no. " + i + " " + text, status, text));
    }
    return ExampleReport.about(
        BackupReport.builder(id, BackupStatus.FAILED, text, TIME)
            .driveFiles(drives)
            .provider("mysql")
            .startedAt(TIME)
            .finishedAt(TIME.plusSeconds(5))
            .sizeBytes(1L)
            .error(text)
            .build());
  }

  private static DriveFile drive(UUID backup, String label, BackupStatus status, String error) {
    return DriveFile.builder(UUID.randomUUID(), backup, "local", label, TIME)
        .status(status)
        .error(status == BackupStatus.FAILED ? error : null)
        .build();
  }
}
