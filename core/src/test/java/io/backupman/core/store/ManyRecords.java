package io.backupman.core.store;

import io.backupman.core.testing.MariaDbServer;
import java.sql.SQLException;

/** Thousands of records, made on the server in a few statements. */
final class ManyRecords {
  private static final int RECORDS = 5_000;

  private static final String ID =
      "CONCAT(LPAD(LOWER(HEX(seq)), 8, '0'), '-0000-7%s-8000-000000000000')";

  private ManyRecords() {}

  /** Writes them into an empty database of ours. */
  static void fill(MariaDbServer server, String name) throws SQLException {
    try (var connection = server.open(name);
        var statement = connection.createStatement()) {
      for (var sql :
          new String[] {
            """
            INSERT INTO backups (id, label, status, provider, started_by, node_id, created_at)
            SELECT %s, IF(seq = 7, 'rare', 'common'), IF(seq %% 1000 = 0, 'failed', 'finished'),
              'mysql', 'manual', '00000000-0000-7000-8000-000000000000', NOW(6) FROM seq_1_to_%d"""
                .formatted(ID.formatted("001"), RECORDS),
            """
            INSERT INTO reports (id, event, backup_id, label, status, created_at, payload)
            SELECT id, IF(id LIKE '%00-0000-7%', 'test', 'backup_report'), id, label, status,
              created_at, '{}' FROM backups""",
            deliveries("002", "mail"),
            deliveries("003", "webhook"),
            "UPDATE deliveries SET status = 'failed' WHERE id LIKE '00000009-%'",
            "UPDATE deliveries SET status = 'pending', due_at = '2025-01-01', notifier = 'ntfy'"
                + " WHERE id LIKE '00000008-%'",
            waiting(),
            sentAgain(),
            audit(),
            "INSERT INTO outages (notifier, destination, failing_since, reason) VALUES"
                + " ('mail', 'x', '1970-01-01', ''), ('webhook', 'x', '1970-01-01', '')",
            "ANALYZE TABLE backups, reports, deliveries, audit_entries PERSISTENT FOR ALL"
          }) {
        statement.execute(sql);
      }
    }
  }

  private static String deliveries(String mark, String notifier) {
    return """
    INSERT INTO deliveries (id, report_id, notifier, destination, status, made_by, attempt_count,
      created_at, fence)
    SELECT %s, %s, '%s', 'x', 'delivered', 'automatic', 1, NOW(6), 1 FROM seq_1_to_%d"""
        .formatted(ID.formatted(mark), ID.formatted("001"), notifier, RECORDS);
  }

  private static String audit() {
    return """
    INSERT INTO audit_entries (id, created_at, actor, address, action, subject, status)
    SELECT %s, NOW(6), IF(seq = 7, 'rare', 'common'), '192.0.2.1',
      IF(seq %% 1000 = 0, 'delete_backup', 'start_backup'), NULL, 202 FROM seq_1_to_%d"""
        .formatted(ID.formatted("006"), RECORDS);
  }

  /** Ten thousand on one route, of a report in the middle that no list comes to. */
  private static String waiting() {
    return """
    INSERT INTO deliveries (id, report_id, notifier, destination, status, made_by, attempt_count,
      created_at, due_at, fence)
    SELECT %s, '00000800-0000-7001-8000-000000000000', 'mail', 'x', 'pending', 'automatic', 1,
      NOW(6), '2025-01-01', 1 FROM seq_1_to_10000"""
        .formatted(ID.formatted("004"));
  }

  /** Old reports that were sent again just now. */
  private static String sentAgain() {
    return """
    INSERT INTO deliveries (id, report_id, notifier, destination, status, made_by, attempt_count,
      created_at, fence)
    SELECT %s, %s, 'webhook', 'x', 'delivered', 'resend', 1, NOW(6), 1 FROM seq_1_to_2000"""
        .formatted(ID.formatted("005").replace("seq", "seq + 6000"), ID.formatted("001"));
  }
}
