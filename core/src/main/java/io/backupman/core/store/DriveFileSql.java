package io.backupman.core.store;

import static java.util.stream.Collectors.groupingBy;

import com.github.f4b6a3.uuid.UuidCreator;
import io.backupman.notifier.spi.BackupStatus;
import io.backupman.notifier.spi.DriveFile;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The table {@code drive_files}. */
final class DriveFileSql {
  static final String INSERT =
      """
      INSERT INTO drive_files (id, backup_id, place, label, provider, status, created_at,
        updated_at, path, size_bytes, error)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";

  private static final String END =
      """
      UPDATE drive_files SET status = ?, updated_at = ?, path = ?, size_bytes = ?, error = ?
      WHERE id = ? AND status = 'pending'""";

  /** Once the record names another one. */
  private static final String REPLACED =
      """
      INSERT INTO replaced_copies (id, label, provider, path)
      SELECT CAST(? AS CHAR(36)), label, provider, path FROM drive_files
      WHERE id = ? AND status = 'pending' AND path IS NOT NULL AND path <> ?""";

  private static final String FORGET_REPLACED =
      "DELETE FROM replaced_copies WHERE label = ? AND path = ?";

  private static final String REOPEN =
      """
      UPDATE drive_files SET status = 'pending', updated_at = ?, error = NULL
      WHERE id = ? AND status <> 'pending'""";

  private static final String OF_BACKUPS =
      """
      SELECT id, backup_id, label, provider, status, created_at, updated_at, path, size_bytes, error
      FROM drive_files WHERE backup_id IN (:ids) ORDER BY backup_id, place""";

  private static final String BACKUP_OF = "SELECT backup_id FROM drive_files WHERE id = ?";

  private DriveFileSql() {}

  static void insert(Transaction tx, List<DriveFile> files) {
    for (var place = 0; place < files.size(); place++) {
      tx.update(INSERT, values(files.get(place), place));
    }
  }

  /** What stands for the question marks of {@link #INSERT}. */
  static @Nullable Object[] values(DriveFile file, int place) {
    return new @Nullable Object[] {
      file.id(),
      file.backupId(),
      place,
      file.label(),
      file.provider(),
      file.status().word(),
      file.createdAt(),
      file.updatedAt(),
      file.path(),
      file.sizeBytes(),
      file.error()
    };
  }

  /** Ends a pending copy; one that has ended stays as it is. The one it replaces is noted. */
  static void end(Transaction tx, DriveFile file) {
    var path = file.path();
    if (path != null) {
      tx.update(REPLACED, UuidCreator.getTimeOrderedEpoch(), file.id(), path);
    }
    tx.update(
        END,
        file.status().word(),
        file.updatedAt(),
        file.path(),
        file.sizeBytes(),
        file.error(),
        file.id());
  }

  static long forgetReplaced(Transaction tx, String label, String path) {
    return tx.update(FORGET_REPLACED, label, path);
  }

  /** Makes a copy pending again; where that of an earlier dump is, and its size, stay known. */
  static void reopen(Transaction tx, DriveFile file) {
    tx.update(REOPEN, file.updatedAt(), file.id());
  }

  /** The backup that a copy is of. */
  static Optional<UUID> backupOf(Transaction tx, UUID id) {
    return tx.first(BACKUP_OF, row -> row.id("backup_id"), id);
  }

  /** The copies of these backups, by backup and in the order of the configuration. */
  static Map<UUID, List<DriveFile>> of(Transaction tx, List<UUID> backupIds) {
    if (backupIds.isEmpty()) {
      return Map.of();
    }
    return tx
        .query(Where.of(OF_BACKUPS, backupIds), DriveFileSql::file, backupIds.toArray())
        .stream()
        .collect(groupingBy(DriveFile::backupId));
  }

  private static DriveFile file(Row row) {
    return DriveFile.builder(
            row.id("id"),
            row.id("backup_id"),
            row.text("provider"),
            row.text("label"),
            row.time("created_at"))
        .status(BackupStatus.of(row.text("status")))
        .updatedAt(row.timeOrNull("updated_at"))
        .path(row.textOrNull("path"))
        .sizeBytes(row.numberOrNull("size_bytes"))
        .error(row.textOrNull("error"))
        .build();
  }
}
