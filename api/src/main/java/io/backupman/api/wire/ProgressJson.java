package io.backupman.api.wire;

import io.backupman.core.backup.BackupProgress;
import java.util.List;

/** How far a backup has come. */
public record ProgressJson(String phase, long dumpedBytes, List<CopyJson> drives) {

  /** How far one copy has come. */
  public record CopyJson(String label, long storedBytes, long totalBytes) {}

  /** Maps the progress of this moment. */
  public static ProgressJson of(BackupProgress progress) {
    return new ProgressJson(
        progress.phase().word(),
        progress.dumpedBytes(),
        progress.copies().stream()
            .map(copy -> new CopyJson(copy.drive(), copy.storedBytes(), copy.totalBytes()))
            .toList());
  }
}
