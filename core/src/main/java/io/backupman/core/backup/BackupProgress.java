package io.backupman.core.backup;

import java.util.List;
import java.util.Locale;

/**
 * How far a pending backup has come, as seen in one moment.
 *
 * @param phase what is being done
 * @param dumpedBytes how much was dumped, in bytes before compression
 * @param copies the copies that have begun, in the order in which they did
 */
public record BackupProgress(Phase phase, long dumpedBytes, List<Copy> copies) {

  /** What is being done. */
  public enum Phase {
    /** Others run first. */
    WAITING,
    /** The database is being dumped. */
    DUMPING,
    /** The dump that is there from before is being read. */
    CHECKING,
    /** The dump is being restored, to see whether that works. */
    RESTORING,
    /** The dump is being copied to the drives. */
    COPYING;

    /** The word for it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * One copy.
   *
   * @param drive the drive's label
   * @param storedBytes how much of it is stored
   * @param totalBytes how much it will be
   */
  public record Copy(String drive, long storedBytes, long totalBytes) {}

  /** Copies the list. */
  public BackupProgress {
    copies = List.copyOf(copies);
  }
}
