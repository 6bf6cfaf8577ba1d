package io.backupman.core.drive;

/** Makes drives from what the configuration says of them. */
public final class Drives {

  private Drives() {}

  /** The drive that the settings describe; nothing is made or connected to yet. */
  public static Drive of(DriveSettings settings) {
    return switch (settings) {
      case LocalDriveSettings local -> new LocalDrive(local);
    };
  }
}
