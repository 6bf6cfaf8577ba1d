package io.backupman.api;

import static java.nio.charset.StandardCharsets.UTF_8;

/** A finished backup with one copy, and the paths by which the copy is downloaded. */
final class StoredCopy {
  static final String CONTENT = "0123456789012345678901234567890123456789ab";
  static final String DOWNLOAD = "/api/backups/" + Samples.DRIVE_FILE + "/download";
  static final String LINK = "/api/backups/" + Samples.BACKUP + "/generate-download-url";

  private StoredCopy() {}

  /** Records the backup and puts the copy on the drive. */
  static void add(RunningApi api) {
    api.backups.backups.add(Samples.finished());
    api.drive.files.put("/storage/a.sql.gz", CONTENT.getBytes(UTF_8));
  }
}
