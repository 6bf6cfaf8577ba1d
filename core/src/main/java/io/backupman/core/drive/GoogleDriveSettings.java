package io.backupman.core.drive;

import java.nio.file.Path;

/**
 * A folder in somebody's Google Drive.
 *
 * @param label the drive's unique label
 * @param folder where the dumps go, from "My Drive" on, such as {@code backups/shop}; made if it is
 *     not there
 * @param clientSecretFile the OAuth client as it was downloaded from the Google Cloud console
 * @param tokenFile what {@code auth-google} writes
 */
public record GoogleDriveSettings(
    String label, String folder, Path clientSecretFile, Path tokenFile) implements DriveSettings {}
