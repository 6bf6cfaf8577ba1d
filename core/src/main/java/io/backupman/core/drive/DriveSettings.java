package io.backupman.core.drive;

import java.time.Duration;

/** What the configuration says of one drive. */
public sealed interface DriveSettings
    permits LocalDriveSettings, S3DriveSettings, GoogleDriveSettings {

  /** How long nothing may come from a drive over the network, if nothing is configured. */
  Duration USUAL_TIMEOUT = Duration.ofSeconds(60);

  /** The drive's unique label. */
  String label();

  /** The drive's kind, as the configuration calls it. */
  String provider();
}
