package io.backupman.core.store;

import io.backupman.core.audit.AuditEntry;
import io.backupman.core.audit.AuditQuery;
import io.backupman.core.audit.AuditStore;
import io.backupman.core.request.Page;
import java.time.Instant;
import java.util.UUID;

/** The table {@code audit_entries}. */
final class AuditSql implements AuditStore {
  private static final String INSERT =
      """
      INSERT INTO audit_entries (id, created_at, actor, address, action, subject, status)
      VALUES (:id, :created_at, :actor, :address, :action, :subject, :status)""";

  private static final String END =
      "UPDATE audit_entries SET status = :status WHERE id = :id AND status IS NULL";

  private static final String SELECT =
      "SELECT id, created_at, actor, address, action, subject, status FROM audit_entries";

  private static final String OLD =
      "SELECT id FROM audit_entries WHERE id < :before ORDER BY id LIMIT :limit";

  private static final String DELETE = "DELETE FROM audit_entries WHERE id IN (:ids)";

  private final Sql sql;

  AuditSql(Sql sql) {
    this.sql = sql;
  }

  @Override
  public void begin(AuditEntry entry) {
    sql.update(
        INSERT,
        Params.of("id", entry.id())
            .and("created_at", entry.at())
            .and("actor", entry.actor())
            .and("address", entry.address())
            .and("action", entry.action())
            .and("subject", entry.subject())
            .and("status", entry.status()));
  }

  @Override
  public void end(UUID id, int status) {
    sql.update(END, Params.of("id", id).and("status", status));
  }

  @Override
  public Page<AuditEntry> list(AuditQuery query) {
    var where =
        new Where()
            .and("actor = :actor", query.actor())
            .and("action = :action", query.action() == null ? null : query.action().word())
            .and("id < :after", query.after())
            .and("id >= :since", IdBounds.lowestOrNull(query.since()))
            .and("id < :until", IdBounds.lowestOrNull(query.until()));
    var select = SELECT + where.clause() + " ORDER BY id DESC LIMIT :limit";
    var found = sql.query(select, AuditSql::entry, where.paramsAnd(query.limit() + 1));
    return Page.of(found, query.limit(), AuditEntry::id);
  }

  @Override
  public int deleteOlder(Instant before, int limit) {
    var params = Params.of("before", IdBounds.lowest(before)).and("limit", limit);
    var ids = sql.query(OLD, row -> row.id("id"), params);
    return ids.isEmpty() ? 0 : (int) sql.update(DELETE, Params.of("ids", ids));
  }

  private static AuditEntry entry(Row row) {
    return new AuditEntry(
        row.id("id"),
        row.time("created_at"),
        row.text("actor"),
        row.textOrNull("address"),
        row.text("action"),
        row.textOrNull("subject"),
        row.wholeOrNull("status"));
  }
}
