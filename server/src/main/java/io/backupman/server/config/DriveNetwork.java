package io.backupman.server.config;

import io.backupman.core.drive.DriveSettings;
import io.backupman.net.Authorities;
import io.backupman.server.config.section.Section;
import io.backupman.server.config.section.TypedValues;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What a drive over the network says of its connections.
 *
 * @param caFile a file of further authorities, which can be read
 * @param timeout how long nothing may come
 */
record DriveNetwork(Optional<Path> caFile, Duration timeout) {
  private static final String CA_FILE = "ca_file";
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofHours(1);

  static DriveNetwork read(Section section) {
    return new DriveNetwork(
        TypedValues.path(section, CA_FILE).filter(file -> isUsable(section, file)),
        TypedValues.duration(section, "timeout", DriveSettings.USUAL_TIMEOUT, SHORTEST, LONGEST));
  }

  private static boolean isUsable(Section section, Path file) {
    try {
      Authorities.JAVA.and(file);
      return true;
    } catch (IllegalArgumentException wrong) {
      section.reject(CA_FILE, String.valueOf(wrong.getMessage()));
      return false;
    }
  }
}
