package io.backupman.core.store;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A backup as heryTz/backupman has recorded it.
 *
 * @param id any text, in most cases a UUID of version 4
 * @param status {@code pending}, {@code finished} or {@code failed}
 * @param label the data source's label
 * @param dumpPath where the dump was written; {@code null} once it was removed
 * @param createdAt when it began; {@code null} if that cannot be read
 * @param updatedAt when the record last changed; {@code null} if nobody noted it
 * @param copies its copies
 */
record LegacyBackup(
    String id,
    String status,
    String label,
    @Nullable String dumpPath,
    @Nullable Instant createdAt,
    @Nullable Instant updatedAt,
    List<Copy> copies) {

  LegacyBackup {
    copies = List.copyOf(copies);
  }

  LegacyBackup with(List<Copy> found) {
    return new LegacyBackup(id, status, label, dumpPath, createdAt, updatedAt, found);
  }

  /**
   * A copy on a drive.
   *
   * @param path where it is; {@code null} if nothing was stored
   * @param name whether others have the same
   */
  record Copy(
      String id,
      String backupId,
      String provider,
      String label,
      @Nullable String path,
      String status,
      @Nullable Instant createdAt,
      @Nullable Instant updatedAt,
      Name name) {}

  /**
   * Whether a copy's name is its own. The program names copies by the second, so two data sources
   * that are backed up within one get the same.
   */
  enum Name {
    /** No other copy has it. */
    UNIQUE,
    /** Others have it, too; of them, this one's record is the one that is to keep it. */
    SHARED,
    /** Others have it, too, and another one's record is to keep it. */
    GIVEN_UP,
    /** The copy was in another folder, and in the folder of its drive another copy has its name. */
    ELSEWHERE
  }
}
