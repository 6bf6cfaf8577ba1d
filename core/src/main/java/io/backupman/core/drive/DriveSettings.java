package io.backupman.core.drive;

/** What the configuration says of one drive. */
public sealed interface DriveSettings
    permits LocalDriveSettings, S3DriveSettings, GoogleDriveSettings {

  /** The drive's unique label. */
  String label();
}
