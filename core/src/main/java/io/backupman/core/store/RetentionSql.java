package io.backupman.core.store;

import io.backupman.core.report.ReportStore.Batch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Deletes old reports. */
final class RetentionSql {
  // Another process may hold one: then it is being changed, and stays.
  private static final String LOCK =
      "SELECT id FROM reports WHERE id IN (:ids) FOR UPDATE SKIP LOCKED";

  private static final String WITH_PENDING =
      "SELECT DISTINCT report_id FROM deliveries WHERE status = 'pending' AND report_id IN (:ids)";

  private static final String DELETE = "DELETE FROM reports WHERE id IN (:ids)";

  private RetentionSql() {}

  static Batch deleteOld(Sql sql, @Nullable UUID after, Instant before, int limit) {
    var ids = sql.transaction(tx -> old(tx, after, before, limit));
    if (ids.isEmpty()) {
      return new Batch(0, Optional.empty());
    }
    return new Batch(sql.transaction(tx -> delete(tx, ids)), Optional.of(ids.getLast()));
  }

  private static List<UUID> old(Transaction tx, @Nullable UUID after, Instant before, int limit) {
    var where = new Where().and("id > :after", after).and("id < :before", IdBounds.lowest(before));
    var select = "SELECT id FROM reports" + where.clause() + " ORDER BY id LIMIT :limit";
    return tx.query(select, row -> row.id("id"), where.paramsAnd(limit));
  }

  /** Locks first and looks then, so that nobody adds a delivery in between. */
  private static int delete(Transaction tx, List<UUID> ids) {
    var free = new ArrayList<>(idsOf(tx, LOCK, "id", ids));
    if (!free.isEmpty()) {
      free.removeAll(idsOf(tx, WITH_PENDING, "report_id", free));
    }
    return free.isEmpty() ? 0 : (int) tx.update(DELETE, Params.of("ids", free));
  }

  private static List<UUID> idsOf(Transaction tx, String sql, String column, List<UUID> ids) {
    return tx.query(sql, row -> row.id(column), Params.of("ids", ids));
  }
}
