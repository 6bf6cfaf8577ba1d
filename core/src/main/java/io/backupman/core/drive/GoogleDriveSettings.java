package io.backupman.core.drive;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A folder in somebody's Google Drive.
 *
 * @param label the drive's unique label
 * @param folder where the dumps go, from "My Drive" on, such as {@code backups/shop}; made if it is
 *     not there
 * @param clientSecretFile the OAuth client as it was downloaded from the Google Cloud console
 * @param tokenFile what {@code auth-google} writes
 * @param caFile a file of certificates in PEM whose authorities are trusted too
 * @param timeout how long nothing may come from Google
 */
public record GoogleDriveSettings(
    String label,
    String folder,
    Path clientSecretFile,
    Path tokenFile,
    @Nullable Path caFile,
    Duration timeout)
    implements DriveSettings {

  /** Trusts whom Java trusts, and waits as long as is usual. */
  public GoogleDriveSettings(String label, String folder, Path clientSecretFile, Path tokenFile) {
    this(label, folder, clientSecretFile, tokenFile, null, USUAL_TIMEOUT);
  }

  @Override
  public String provider() {
    return "google_drive";
  }

  /** The path of a copy, from "My Drive" on. */
  public String path(String name) {
    return String.join("/", names(folder)) + "/" + name;
  }

  /** The names of the folders on the way to one, from "My Drive" on. */
  public static List<String> names(String folder) {
    return Stream.of(folder.split("/")).map(String::strip).filter(n -> !n.isEmpty()).toList();
  }
}
