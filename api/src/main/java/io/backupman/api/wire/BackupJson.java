package io.backupman.api.wire;

import io.backupman.core.backup.Backup;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A backup; the members that the webhook payload has come first. */
public record BackupJson(
    UUID id,
    String status,
    String label,
    @Nullable String dumpPath,
    Instant createdAt,
    @Nullable Instant updatedAt,
    List<DriveFileJson> driveFiles,
    String provider,
    String trigger,
    @Nullable Instant startedAt,
    @Nullable Instant finishedAt,
    @Nullable Long sizeBytes,
    @Nullable String sha256,
    @Nullable String error,
    @Nullable UUID reportId,
    @Nullable String warning,
    @Nullable VerificationJson verification) {

  /** The backup as it is now. */
  public static BackupJson of(Backup backup) {
    var report = backup.snapshot();
    return new BackupJson(
        report.id(),
        report.status().word(),
        report.label(),
        report.dumpPath(),
        report.createdAt(),
        report.updatedAt(),
        report.driveFiles().stream().map(DriveFileJson::of).toList(),
        report.provider(),
        report.trigger(),
        report.startedAt(),
        report.finishedAt(),
        report.sizeBytes(),
        report.sha256(),
        report.error(),
        backup.reportId(),
        report.warning(),
        VerificationJson.of(report.verification()));
  }
}
