package io.backupman.core.store;

import io.backupman.core.backup.RemovalStore;
import io.backupman.notifier.spi.BackupStatus;
import java.util.List;
import java.util.UUID;

/** The tables {@code backups} and {@code drive_files}, where something is removed. */
final class RemovalSql implements RemovalStore {
  private static final String LABELS = "SELECT DISTINCT label FROM backups ORDER BY label";

  private static final String ENDED =
      """
      SELECT id, COALESCE(finished_at, created_at) AS ended_at, status,
        CASE WHEN removing THEN 1 ELSE 0 END AS is_removing
      FROM backups
      WHERE label = :label AND status <> 'pending'
      ORDER BY label DESC, id DESC""";

  private static final String BEGIN_REMOVAL =
      "UPDATE backups SET removing = TRUE WHERE id = :id AND status <> 'pending'";

  private static final String FORGET_COPY =
      """
      DELETE FROM drive_files WHERE id = :id AND EXISTS
        (SELECT 1 FROM backups b WHERE b.id = drive_files.backup_id AND b.status <> 'pending')""";

  private static final String FORGET = "DELETE FROM backups WHERE id = :id AND status <> 'pending'";

  private static final String REPLACED =
      """
      SELECT r.label, r.provider, r.path FROM replaced_copies r
      WHERE NOT EXISTS (SELECT f.id FROM drive_files f WHERE f.label = r.label AND f.path = r.path)
      ORDER BY r.id""";

  private final Sql sql;

  RemovalSql(Sql sql) {
    this.sql = sql;
  }

  @Override
  public List<String> labels() {
    return sql.query(LABELS, row -> row.text("label"), Params.none());
  }

  @Override
  public List<Ended> ended(String label) {
    return sql.query(
        ENDED,
        row ->
            new Ended(
                row.id("id"),
                row.time("ended_at"),
                BackupStatus.of(row.text("status")),
                row.number("is_removing") == 1),
        Params.of("label", label));
  }

  @Override
  public boolean beginRemoval(UUID id) {
    return sql.update(BEGIN_REMOVAL, Params.of("id", id)) == 1;
  }

  @Override
  public boolean forgetCopy(UUID driveFileId) {
    return sql.update(FORGET_COPY, Params.of("id", driveFileId)) == 1;
  }

  @Override
  public boolean forget(UUID id) {
    return sql.update(FORGET, Params.of("id", id)) == 1;
  }

  @Override
  public List<Replaced> replaced() {
    return sql.query(
        REPLACED,
        row -> new Replaced(row.text("label"), row.text("provider"), row.text("path")),
        Params.none());
  }
}
