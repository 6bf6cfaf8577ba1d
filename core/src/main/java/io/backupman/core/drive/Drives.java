package io.backupman.core.drive;

import java.util.function.Consumer;

/** Makes drives from what the configuration says of them. */
public final class Drives {

  private Drives() {}

  /**
   * The drive that the settings describe; nothing is made or connected to yet.
   *
   * @param secrets is told of every secret that the drive comes to know
   */
  public static Drive of(DriveSettings settings, Consumer<String> secrets) {
    return switch (settings) {
      case LocalDriveSettings local -> new LocalDrive(local);
      case S3DriveSettings s3 -> new S3Drive(s3);
      case GoogleDriveSettings google -> new GoogleDrive(google, secrets);
    };
  }
}
