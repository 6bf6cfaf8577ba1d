package io.backupman.core.drive;

import java.nio.file.Path;

/**
 * A folder of this machine.
 *
 * @param label the drive's unique label
 * @param folder where the dumps go; made if it is not there
 */
public record LocalDriveSettings(String label, Path folder) implements DriveSettings {

  @Override
  public String provider() {
    return "local";
  }
}
