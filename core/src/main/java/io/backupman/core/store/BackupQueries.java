package io.backupman.core.store;

import io.backupman.core.backup.Backup;
import io.backupman.core.backup.BackupQuery;
import io.backupman.core.request.Page;
import io.backupman.core.store.IndexPath.Column;
import io.backupman.notifier.spi.BackupReport;
import io.backupman.notifier.spi.BackupStatus;
import io.backupman.notifier.spi.DriveFile;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reads backups with their copies. */
final class BackupQueries {
  private static final String COLUMNS =
      """
      SELECT b.id, b.label, b.status, b.provider, b.started_by, b.node_id, b.report_id,
        b.created_at, b.updated_at, b.started_at, b.finished_at, b.dump_path, b.size_bytes,
        b.sha256, b.error, b.run_number, b.warning, b.verification, b.restored_tables,
        b.restored_rows, b.verification_detail""";
  private static final String SELECT = COLUMNS + " FROM backups b";

  private static final Column OF_LABEL = new Column("b.label", "label");
  private static final Column OF_STATUS = new Column("b.status", "status");

  private static final IndexPath NEWEST = path("PRIMARY");
  private static final IndexPath LABEL = path("backups_label", OF_LABEL);
  private static final IndexPath STATUS = path("backups_status", OF_STATUS);
  private static final IndexPath LABEL_STATUS = path("backups_label_status", OF_LABEL, OF_STATUS);

  private static final String ONE = SELECT + " WHERE b.id = :id";

  private static final String PENDING_OF =
      SELECT + " WHERE b.status = 'pending' AND b.node_id IN (:ids) ORDER BY b.id";

  private static final String PENDING_OF_UNKNOWN =
      SELECT
          + """
           WHERE b.status = 'pending' AND NOT EXISTS (SELECT 1 FROM nodes n WHERE n.id = b.node_id)
          ORDER BY b.id""";

  // Only one can be pending, so this reads two rows of the index on the label at most.
  private static final String LAST_END =
      """
      SELECT status FROM backups WHERE label = :label AND status <> 'pending'
      ORDER BY id DESC LIMIT 1""";

  // MariaDB would rather intersect two other indexes and sort all that is left.
  private static final String LAST_SIZES =
      """
      SELECT size_bytes FROM backups USE INDEX (backups_label_status)
      WHERE label = :label AND status = 'finished' AND NOT removing
      ORDER BY label DESC, status DESC, id DESC LIMIT :most""";

  private static final String KEPT_DUMPS =
      SELECT
          + """
           WHERE b.status = 'failed' AND b.dump_path IS NOT NULL AND NOT b.removing
          ORDER BY b.id DESC""";

  private static final String KEPT_DUMPS_OF =
      SELECT
          + """
           WHERE b.label = :label AND b.status = 'failed' AND b.dump_path IS NOT NULL AND NOT b.removing
          ORDER BY b.id DESC""";

  private BackupQueries() {}

  static Optional<Backup> find(Transaction tx, UUID id) {
    return read(tx, ONE, Params.of("id", id)).stream().findFirst();
  }

  static Page<Backup> page(Transaction tx, BackupQuery query) {
    var where =
        new Where()
            .and("b.label = :label", query.label())
            .and("b.status = :status", query.status() == null ? null : query.status().word())
            .and("b.id < :after", query.after())
            .and("b.id >= :since", IdBounds.lowestOrNull(query.since()))
            .and("b.id < :until", IdBounds.lowestOrNull(query.until()));
    var path = path(query);
    var sql = COLUMNS + path.from() + where.clause() + path.newestFirst() + " LIMIT :limit";
    return Page.of(read(tx, sql, where.paramsAnd(query.limit() + 1)), query.limit(), Backup::id);
  }

  private static IndexPath path(BackupQuery query) {
    if (query.label() == null) {
      return query.status() == null ? NEWEST : STATUS;
    }
    return query.status() == null ? LABEL : LABEL_STATUS;
  }

  private static IndexPath path(String index, Column... columns) {
    return new IndexPath("backups b", index, List.of(columns), "b.id");
  }

  static Optional<BackupStatus> lastEnd(Transaction tx, String label) {
    return tx.first(
        LAST_END, row -> BackupStatus.of(row.text("status")), Params.of("label", label));
  }

  static List<Long> lastSizes(Transaction tx, String label, int most) {
    var params = Params.of("label", label).and("most", most);
    return tx
        .query(LAST_SIZES, row -> Optional.ofNullable(row.numberOrNull("size_bytes")), params)
        .stream()
        .flatMap(Optional::stream)
        .toList();
  }

  static List<Backup> keptDumps(Transaction tx) {
    return read(tx, KEPT_DUMPS, Params.none());
  }

  static List<Backup> keptDumps(Transaction tx, String label) {
    return read(tx, KEPT_DUMPS_OF, Params.of("label", label));
  }

  static List<Backup> pendingOf(Transaction tx, List<UUID> nodeIds) {
    return read(tx, PENDING_OF, Params.of("ids", nodeIds));
  }

  static List<Backup> pendingOfUnknownNodes(Transaction tx) {
    return read(tx, PENDING_OF_UNKNOWN, Params.none());
  }

  private static List<Backup> read(Transaction tx, String sql, Params params) {
    var bare = tx.query(sql, BackupQueries::backup, params);
    var files = DriveFileSql.of(tx, bare.stream().map(Backup::id).toList());
    return bare.stream().map(b -> with(b, files.getOrDefault(b.id(), List.of()))).toList();
  }

  private static Backup backup(Row row) {
    var report =
        builder(row)
            .updatedAt(row.timeOrNull("updated_at"))
            .startedAt(row.timeOrNull("started_at"))
            .finishedAt(row.timeOrNull("finished_at"))
            .dumpPath(row.textOrNull("dump_path"))
            .sizeBytes(row.numberOrNull("size_bytes"))
            .sha256(row.textOrNull("sha256"))
            .error(row.textOrNull("error"))
            .warning(row.textOrNull("warning"))
            .verification(VerificationColumns.of(row))
            .build();
    return new Backup(
        report, row.idOrNull("report_id"), row.id("node_id"), (int) row.number("run_number"));
  }

  private static BackupReport.Builder builder(Row row) {
    var status = BackupStatus.of(row.text("status"));
    return BackupReport.builder(row.id("id"), status, row.text("label"), row.time("created_at"))
        .provider(row.text("provider"))
        .trigger(row.text("started_by"));
  }

  private static Backup with(Backup bare, List<DriveFile> files) {
    return bare.with(bare.snapshot().toBuilder().driveFiles(files).build());
  }
}
