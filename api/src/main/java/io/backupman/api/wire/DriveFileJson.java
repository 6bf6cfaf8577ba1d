package io.backupman.api.wire;

import io.backupman.notifier.spi.DriveFile;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One backup's copy on one drive; the members that the webhook payload has come first. */
public record DriveFileJson(
    UUID id,
    UUID backupId,
    String provider,
    String label,
    @Nullable String path,
    String status,
    Instant createdAt,
    @Nullable Instant updatedAt,
    @Nullable Long sizeBytes,
    @Nullable String error) {

  /** The copy as it is now. */
  public static DriveFileJson of(DriveFile file) {
    return new DriveFileJson(
        file.id(),
        file.backupId(),
        file.provider(),
        file.label(),
        file.path(),
        file.status().word(),
        file.createdAt(),
        file.updatedAt(),
        file.sizeBytes(),
        file.error());
  }
}
