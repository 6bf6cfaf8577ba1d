package io.backupman.core.store;

import static java.util.stream.Collectors.groupingBy;

import com.github.f4b6a3.uuid.UuidCreator;
import io.backupman.notifier.spi.BackupStatus;
import io.backupman.notifier.spi.DriveFile;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;

/** The table {@code drive_files}. */
final class DriveFileSql {
  static final String INSERT =
      """
      INSERT INTO drive_files (id, backup_id, place, label, provider, status, created_at,
        updated_at, path, size_bytes, error)
      VALUES (:id, :backup, :place, :label, :provider, :status, :created_at, :updated_at, :path,
        :size_bytes, :error)""";

  private static final String END =
      """
      UPDATE drive_files SET status = :status, updated_at = :updated_at, path = :path,
        size_bytes = :size_bytes, error = :error
      WHERE id = :id AND status = 'pending'""";

  /** Once the record names another one. */
  private static final String REPLACED =
      """
      INSERT INTO replaced_copies (id, label, provider, path)
      SELECT CAST(:new_id AS CHAR(36)), label, provider, path FROM drive_files
      WHERE id = :id AND status = 'pending' AND path IS NOT NULL AND path <> :path""";

  private static final String FORGET_REPLACED =
      "DELETE FROM replaced_copies WHERE label = :label AND path = :path";

  private static final String REOPEN =
      """
      UPDATE drive_files SET status = 'pending', updated_at = :updated_at, error = NULL
      WHERE id = :id AND status <> 'pending'""";

  private static final String OF_BACKUPS =
      """
      SELECT id, backup_id, label, provider, status, created_at, updated_at, path, size_bytes, error
      FROM drive_files WHERE backup_id IN (:ids) ORDER BY backup_id, place""";

  private static final String BACKUP_OF = "SELECT backup_id FROM drive_files WHERE id = :id";

  private DriveFileSql() {}

  static void insert(Transaction tx, List<DriveFile> files) {
    if (!files.isEmpty()) {
      tx.insert(INSERT, rows(files));
    }
  }

  /** The values for {@link #INSERT} of one backup's copies. */
  static List<Params> rows(List<DriveFile> files) {
    return IntStream.range(0, files.size()).mapToObj(i -> row(files.get(i), i)).toList();
  }

  private static Params row(DriveFile file, int place) {
    return ended(file)
        .and("backup", file.backupId())
        .and("place", place)
        .and("label", file.label())
        .and("provider", file.provider())
        .and("created_at", file.createdAt());
  }

  private static Params ended(DriveFile file) {
    return Params.of("id", file.id())
        .and("status", file.status().word())
        .and("updated_at", file.updatedAt())
        .and("path", file.path())
        .and("size_bytes", file.sizeBytes())
        .and("error", file.error());
  }

  /** Ends a pending copy; one that has ended stays as it is. The one it replaces is noted. */
  static void end(Transaction tx, DriveFile file) {
    var path = file.path();
    if (path != null) {
      tx.update(
          REPLACED,
          Params.of("new_id", UuidCreator.getTimeOrderedEpoch())
              .and("id", file.id())
              .and("path", path));
    }
    tx.update(END, ended(file));
  }

  static long forgetReplaced(Transaction tx, String label, String path) {
    return tx.update(FORGET_REPLACED, Params.of("label", label).and("path", path));
  }

  /** Makes a copy pending again; where that of an earlier dump is, and its size, stay known. */
  static void reopen(Transaction tx, DriveFile file) {
    tx.update(REOPEN, Params.of("id", file.id()).and("updated_at", file.updatedAt()));
  }

  /** The backup that a copy is of. */
  static Optional<UUID> backupOf(Transaction tx, UUID id) {
    return tx.first(BACKUP_OF, row -> row.id("backup_id"), Params.of("id", id));
  }

  /** The copies of these backups, by backup and in the order of the configuration. */
  static Map<UUID, List<DriveFile>> of(Transaction tx, List<UUID> backupIds) {
    if (backupIds.isEmpty()) {
      return Map.of();
    }
    return tx.query(OF_BACKUPS, DriveFileSql::file, Params.of("ids", backupIds)).stream()
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
