package io.backupman.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The records of a server that has run for a while with an earlier version of the schema: a backup
 * that finished, one that failed, one whose copy failed and one that was cut off, with reports that
 * have arrived, were given up, wait, and were being sent.
 */
final class EarlierRecords {
  private static final UUID GONE = UUID.fromString("00000000-0000-7000-8000-00000000dead");

  final UUID finished;
  final UUID failed;
  final UUID uncopied;
  final UUID cutOff;
  final UUID copy;
  final UUID arrived;
  final UUID waiting;
  final UUID triedBefore;

  private final Path folder;
  private final Instant now;
  private final List<String> rows = new ArrayList<>();
  private int ids;

  /**
   * Made for one database.
   *
   * @param folder where the copies are
   * @param now the time there
   */
  EarlierRecords(Path folder, Instant now) {
    this.folder = folder;
    this.now = now;
    finished = id(Duration.ofDays(3));
    failed = id(Duration.ofDays(2));
    uncopied = id(Duration.ofDays(1));
    cutOff = id(Duration.ofHours(1));
    copy = id(Duration.ofDays(3));
    arrived = id(Duration.ofDays(3));
    waiting = id(Duration.ofDays(2));
    triedBefore = id(Duration.ofDays(1));
  }

  /** Writes them, by the columns and tables that there are. */
  void write(Connection connection, int version) throws SQLException {
    records();
    later().stream().filter(l -> l.version() <= version).map(Later::sql).forEach(rows::add);
    try (var statement = connection.createStatement()) {
      for (var row : rows) {
        assertThat(statement.executeUpdate(row)).as(row).isPositive();
      }
      assertThat(emptyTables(connection, statement)).as("tables without a sample").isEmpty();
    }
  }

  private void records() {
    backup(finished, arrived, "finished", Duration.ofDays(3), null);
    file(copy, finished, 0, "Local", "finished", folder.resolve("storage/shop.db").toString());
    file(id(Duration.ofDays(3)), finished, 1, "Former", "finished", "backups/shop.db.gz");
    report(arrived, finished, "finished", Duration.ofDays(3));
    delivery(arrived, "mail", "Ann", "failed", Duration.ofDays(3), 2);
    attempt(delivery(arrived, "webhook", "Here", "delivered", Duration.ofDays(3), 1), "delivered");

    backup(failed, waiting, "failed", Duration.ofDays(2), "The dump ended with exit code 2.");
    file(id(Duration.ofDays(2)), failed, 0, "Local", "failed", null);
    report(waiting, failed, "failed", Duration.ofDays(2));
    delivery(waiting, "webhook", "Here", "pending", Duration.ofDays(2), 0);

    backup(uncopied, triedBefore, "failed", Duration.ofDays(1), "Former: the drive is full.");
    rows.add(
        "UPDATE backups SET dump_path = '%s' WHERE id = '%s'"
            .formatted(folder.resolve("tmp/shop.db.gz"), uncopied));
    file(
        id(Duration.ofDays(1)), uncopied, 0, "Local", "finished", "" + folder.resolve("storage/x"));
    file(id(Duration.ofDays(1)), uncopied, 1, "Former", "failed", null);
    report(triedBefore, uncopied, "failed", Duration.ofDays(1));
    attempt(delivery(triedBefore, "webhook", "Here", "pending", Duration.ofHours(3), 1), "retry");
    rows.add(
        "UPDATE deliveries SET claimed_by = '%s', fence = 2 WHERE report_id = '%s'"
            .formatted(GONE, triedBefore));

    backup(cutOff, null, "pending", Duration.ofHours(1), null);
    file(id(Duration.ofHours(1)), cutOff, 0, "Local", "pending", null);
    var other = id(Duration.ofHours(1));
    add("nodes", "id, name, machine, pid, process_start, beat", other, "x", "elsewhere", 1, 1, 7);
  }

  /**
   * What a version has added.
   *
   * @param version of the schema
   * @param sql fills it
   */
  private record Later(int version, String sql) {}

  private List<Later> later() {
    return List.of(
        new Later(
            3,
            row(
                "outages",
                "notifier, destination, failing_since, reason",
                "webhook",
                "Here",
                now.minus(Duration.ofHours(3)),
                "It answered 503.")),
        new Later(4, row("node_routes", "notifier, destination, node_id", "webhook", "Here", GONE)),
        new Later(5, row("firings", "label, fire_at, backup_id", "Shop", now, finished)),
        new Later(6, "UPDATE backups SET cancel_asked = FALSE"),
        new Later(7, "UPDATE backups SET run_number = 2 WHERE id = '%s'".formatted(failed)),
        new Later(
            8,
            """
            UPDATE backups SET warning = 'Smaller than usual.', verification = 'verified',
              restored_tables = 1, restored_rows = 1000 WHERE id = '%s'"""
                .formatted(finished)),
        new Later(9, row("awaited_backups", "label, known_since, seen_at", "Shop", now, now)),
        new Later(10, row("signing_keys", "id, secret", 1, "ab".repeat(32))),
        new Later(11, row("records_owner", "id, mark", 1, "a1b2c3d4e5f6")),
        new Later(
            13,
            row(
                "replaced_copies",
                "id, label, provider, path",
                id(Duration.ZERO),
                "Former",
                "s3",
                "backups/old.db.gz")),
        new Later(14, row("taken_over", "program, taken_at", "another", now)),
        new Later(15, "UPDATE deliveries SET made_by = 'fallback' WHERE notifier = 'mail'"),
        new Later(
            16,
            row(
                "audit_entries",
                "id, created_at, actor, address, action, subject, status",
                id(Duration.ofDays(1)),
                now.minus(Duration.ofDays(1)),
                "ops",
                "127.0.0.1",
                "retry_backup",
                failed,
                202)));
  }

  private static List<String> emptyTables(Connection connection, Statement statement)
      throws SQLException {
    var tables = new ArrayList<String>();
    var type = new String[] {"TABLE", "BASE TABLE"};
    try (var found = connection.getMetaData().getTables(connection.getCatalog(), null, "%", type)) {
      while (found.next()) {
        if (!"INFORMATION_SCHEMA".equalsIgnoreCase(found.getString("TABLE_SCHEM"))) {
          tables.add(found.getString("TABLE_NAME"));
        }
      }
    }
    var empty = new ArrayList<String>();
    for (var table : tables) {
      try (var rows = statement.executeQuery("SELECT 1 FROM " + table)) {
        if (!rows.next()) {
          empty.add(table);
        }
      }
    }
    return empty;
  }

  private void backup(
      UUID id, @Nullable UUID report, String status, Duration ago, @Nullable String error) {
    var at = now.minus(ago);
    var running = status.equals("pending") ? "Shop" : null;
    add(
        "backups",
        "id, label, running_label, status, provider, started_by, node_id, report_id, created_at,"
            + " started_at, updated_at, finished_at, size_bytes, sha256, error",
        id,
        "Shop",
        running,
        status,
        "sqlite",
        "schedule",
        GONE,
        report,
        at,
        at,
        at,
        running == null ? at.plusSeconds(9) : null,
        status.equals("finished") ? 12 : null,
        status.equals("finished") ? "00".repeat(32) : null,
        error);
  }

  private void file(
      UUID id, UUID backup, int place, String label, String status, @Nullable String path) {
    add(
        "drive_files",
        "id, backup_id, place, label, provider, status, created_at, path, size_bytes, error",
        id,
        backup,
        place,
        label,
        label.equals("Local") ? "local" : "s3",
        status,
        now.minus(Duration.ofDays(1)),
        path,
        path == null ? null : 12,
        status.equals("failed") ? "The drive is full." : null);
  }

  private void report(UUID id, UUID backup, String status, Duration ago) {
    add(
        "reports",
        "id, event, backup_id, label, status, created_at, payload",
        id,
        "backup_report",
        backup,
        "Shop",
        status,
        now.minus(ago),
        payload(id, backup, status));
  }

  /** As the first version wrote it. */
  static String payload(UUID id, UUID backup, String status) {
    return ("{'Id':'%s','Status':'%s','Label':'Shop','DumpPath':null,"
            + "'CreatedAt':'2026-01-02T03:04:05Z','UpdatedAt':'2026-01-02T03:04:06.789Z',"
            + "'DriveFiles':[],'Provider':'sqlite','Trigger':'schedule',"
            + "'StartedAt':'2026-01-02T03:04:05Z','FinishedAt':'2026-01-02T03:04:06.789Z',"
            + "'SizeBytes':12,'Sha256':null,'Error':null,'ReportId':'%s'}")
        .replace('\'', '"')
        .formatted(backup, status, id);
  }

  private UUID delivery(
      UUID report, String notifier, String destination, String status, Duration ago, int attempts) {
    var id = id(ago);
    var at = now.minus(ago);
    var due = status.equals("pending") ? now.minusSeconds(1) : null;
    add(
        "deliveries",
        "id, report_id, notifier, destination, status, made_by, attempt_count, created_at,"
            + " next_attempt_at, delivered_at, due_at, fence, last_error",
        id,
        report,
        notifier,
        destination,
        status,
        "automatic",
        attempts,
        at,
        due,
        status.equals("delivered") ? at.plusSeconds(1) : null,
        due,
        attempts,
        status.equals("delivered") ? null : "It answered 503.");
    return id;
  }

  private void attempt(UUID delivery, String outcome) {
    add(
        "attempts",
        "delivery_id, attempt_number, started_at, duration_micros, outcome, status_code, node,"
            + " detail",
        delivery,
        1,
        now.minus(Duration.ofHours(3)),
        1500,
        outcome,
        outcome.equals("retry") ? 503 : 200,
        "old",
        "");
  }

  private void add(String table, String columns, @Nullable Object... values) {
    rows.add(row(table, columns, values));
  }

  private static String row(String table, String columns, @Nullable Object... values) {
    var texts = new ArrayList<String>();
    for (var value : values) {
      texts.add(text(value));
    }
    return "INSERT INTO %s (%s) VALUES (%s)".formatted(table, columns, String.join(", ", texts));
  }

  private static String text(@Nullable Object value) {
    if (value == null || value instanceof Number) {
      return String.valueOf(value);
    }
    var text =
        value instanceof Instant time
            ? LocalDateTime.ofInstant(time, ZoneOffset.UTC).toString().replace('T', ' ')
            : value.toString();
    return "'" + text + "'";
  }

  private UUID id(Duration ago) {
    // Version 7: they sort by the time (RFC 9562, section 5.7).
    var time = now.minus(ago).toEpochMilli();
    return new UUID(time << 16 | 0x7000 | ++ids, 0x8000_0000_0000_0000L | ids);
  }
}
