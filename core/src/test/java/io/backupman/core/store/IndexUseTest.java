package io.backupman.core.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.core.backup.BackupQuery;
import io.backupman.core.report.Delivery;
import io.backupman.core.report.DeliveryQueue.Claim;
import io.backupman.core.report.DeliveryStatus;
import io.backupman.core.report.DeliveryTrigger;
import io.backupman.core.report.Recovery;
import io.backupman.core.report.Report;
import io.backupman.core.report.ReportQuery;
import io.backupman.core.report.Route;
import io.backupman.core.testing.MariaDbServer;
import io.backupman.notifier.spi.BackupStatus;
import io.backupman.notifier.spi.Outage;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * MariaDB counts the rows that it touches: a page out of many records costs about as many as are on
 * it, whatever is asked for.
 */
class IndexUseTest {
  private static final int RECORDS = 5_000;
  private static final int ENOUGH = 400;

  private static final String ID =
      "CONCAT(LPAD(LOWER(HEX(seq)), 8, '0'), '-0000-7%s-8000-000000000000')";

  /** Their digits have no letters: in the records those are in upper case. */
  private static final List<UUID> BATCH =
      IntStream.range(0x500, 0x50a)
          .mapToObj(i -> UUID.fromString("%08x-0000-7001-8000-000000000000".formatted(i)))
          .toList();

  @Test
  void noListReadsMoreThanItShows() throws SQLException {
    try (var server = MariaDbServer.start()) {
      var settings = Databases.on(server, server.createDatabase());
      try (var database = Database.open(settings)) {
        fill(server, settings.dbName());
        var rowsRead = new LinkedHashMap<String, Long>();
        for (var list : lists().entrySet()) {
          rowsRead.put(list.getKey(), rowsReadBy(server, database, list.getValue()));
        }
        assertThat(rowsRead).allSatisfy((list, rows) -> assertThat(rows).isLessThan(ENOUGH));
      }
    }
  }

  private static Map<String, Consumer<Database>> lists() {
    var lists = new LinkedHashMap<String, Consumer<Database>>();
    var old = UUID.fromString("00000100-0000-7001-8000-000000000000");
    var start = Instant.EPOCH;
    lists.put("newest backups", d -> d.backups().list(BackupQuery.newest(10)));
    lists.put("a label's backups", backups(null, null, "common"));
    lists.put("a rare label's backups", backups(null, null, "rare"));
    lists.put("failed backups", backups(null, BackupStatus.FAILED, null));
    lists.put("a label's failed backups", backups(null, BackupStatus.FAILED, "common"));
    lists.put("old backups", backups(old, null, null));
    lists.put("pending of nodes", d -> d.backups().pendingOf(List.of(old)));
    lists.put("pending of no node", d -> d.backups().pendingOfUnknownNodes());
    lists.put("newest reports", d -> d.reports().list(ReportQuery.newest(10)));
    lists.put("an event's reports", reports("test", null, null, null, null, null, null));
    lists.put("failed reports", reports(null, "failed", null, null, null, null, null));
    lists.put("with failed", reports(null, null, DeliveryStatus.FAILED, null, null, null, null));
    lists.put("delivered", reports(null, null, DeliveryStatus.DELIVERED, null, null, null, null));
    lists.put("a notifier's", reports(null, null, null, "mail", null, null, null));
    lists.put("a rare notifier's", reports(null, null, null, "ntfy", null, null, null));
    lists.put(
        "a notifier's failed",
        reports(null, null, DeliveryStatus.FAILED, "mail", null, null, null));
    lists.put("a label's reports", reports(null, null, null, null, "rare", null, null));
    lists.put("a backup's reports", reports(null, null, null, null, null, old, null));
    lists.put("reports of a time", reports(null, null, null, null, null, null, start));
    lists.put("a time's", reports(null, null, DeliveryStatus.DELIVERED, "mail", null, null, start));
    lists.put("a notifier's time", reports(null, null, null, "mail", null, null, start));
    lists.put(
        "delivered of a time",
        reports(null, null, DeliveryStatus.DELIVERED, null, null, null, start));
    lists.put(
        "a label's delivered",
        reports(null, null, DeliveryStatus.DELIVERED, "mail", "common", null, start));
    lists.put(
        "a label's failed",
        reports(null, null, DeliveryStatus.FAILED, null, "common", null, start));
    lists.put(
        "a rare label's delivered",
        reports(null, null, DeliveryStatus.DELIVERED, null, "rare", null, start));
    lists.put("a label's notifier", reports(null, null, null, "mail", "common", null, null));
    lists.put(
        "a rare notifier's of a label", reports(null, null, null, "ntfy", "common", null, null));
    lists.put(
        "a rare notifier's of an event",
        reports("backup_report", null, DeliveryStatus.DELIVERED, "gotify", null, null, null));
    lists.put("a label's time", reports(null, "finished", null, null, "common", null, start));
    lists.put("failed to resend", candidates(old, DeliveryStatus.FAILED, null));
    lists.put("delivered to resend", candidates(old, DeliveryStatus.DELIVERED, null));
    lists.put("a notifier's to resend", candidates(old, DeliveryStatus.DELIVERED, "mail"));
    lists.put("a batch to resend", d -> d.reports().addToEach(BATCH, r -> List.of()));
    lists.put("routes on which thousands wait", d -> d.deliveryQueue().waiting());
    var now = Instant.parse("2026-01-01T00:00:00Z");
    lists.put("claim and renewal", claim("mail", now));
    lists.put("claim of a route on which little waits", claim("ntfy", now));
    lists.put("newer than a report", newer(now));
    lists.put("a label's last end", d -> d.backups().lastEnd("common"));
    lists.put("a label's last sizes", d -> d.backups().lastSizes("common", 10));
    lists.put("awaited backups", d -> d.awaited().seen(Set.of("common"), now));
    lists.put("a probe", probe(new Outage("mail", "x", start, null, "Gone."), now, 9));
    lists.put("a probe of nothing", probe(new Outage("webhook", "x", start, null, "?"), now, 9));
    lists.put("old reports", d -> d.reports().deleteOld(null, now, 10));
    lists.put("removed node", d -> d.nodes().remove(old));
    return lists;
  }

  private static Consumer<Database> claim(String notifier, Instant now) {
    var route = new Route(notifier, "x");
    var node = UUID.randomUUID();
    return d -> {
      var claims = d.deliveryQueue().claim(node, route, now, now.plusSeconds(60), 10);
      assertThat(claims).isNotEmpty();
      assertThat(d.deliveryQueue().renew(node, claims, now.plusSeconds(90))).isEmpty();
    };
  }

  private static Consumer<Database> probe(Outage outage, Instant now, int retries) {
    return d -> {
      d.outages().probe(outage, now, Instant.EPOCH, retries);
      assertThat(d.outages().all())
          .filteredOn(known -> known.outage().notifier().equals(outage.notifier()))
          .allMatch(known -> now.equals(known.probedAt()))
          .hasSize(1);
    };
  }

  /** Of a rare label, so that all that was delivered of newer reports is looked at. */
  private static Consumer<Database> newer(Instant now) {
    var id = UUID.fromString("00001350-0000-7001-8000-000000000000");
    var report = new Report(id, "backup_report", null, "rare", "finished", "{}", now);
    var delivery = Delivery.due(id, id, "webhook", "x", DeliveryTrigger.AUTOMATIC, now);
    var claim = new Claim(delivery, report, 1);
    return d ->
        assertThat(d.deliveryQueue().deliveredSince(claim, Set.of("backup_report"), 9)).isEmpty();
  }

  private static Consumer<Database> backups(
      @Nullable UUID after, @Nullable BackupStatus status, @Nullable String label) {
    return d -> d.backups().list(new BackupQuery(10, after, status, label, null, null));
  }

  private static Consumer<Database> reports(
      @Nullable String event,
      @Nullable String status,
      @Nullable DeliveryStatus delivery,
      @Nullable String notifier,
      @Nullable String label,
      @Nullable UUID backup,
      @Nullable Instant since) {
    return d ->
        d.reports()
            .list(
                new ReportQuery(
                    10, null, event, status, delivery, notifier, label, backup, since, null));
  }

  private static Consumer<Database> candidates(
      UUID after, DeliveryStatus status, @Nullable String notifier) {
    var recovery = new Recovery(Instant.EPOCH, null, status, notifier, null);
    return d -> d.reports().candidates(recovery, after, 10);
  }

  private static void fill(MariaDbServer server, String name) throws SQLException {
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
            SELECT id, IF(id LIKE '%00000-7%', 'test', 'backup_report'), id, label, status,
              created_at, '{}' FROM backups""",
            deliveries("002", "mail"),
            deliveries("003", "webhook"),
            "UPDATE deliveries SET status = 'failed' WHERE id LIKE '00000009-%'",
            "UPDATE deliveries SET status = 'pending', due_at = '2025-01-01', notifier = 'ntfy'"
                + " WHERE id LIKE '00000008-%'",
            waiting(),
            sentAgain(),
            "INSERT INTO outages (notifier, destination, failing_since, reason) VALUES"
                + " ('mail', 'x', '1970-01-01', ''), ('webhook', 'x', '1970-01-01', '')",
            "ANALYZE TABLE backups, reports, deliveries PERSISTENT FOR ALL"
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

  private static long rowsReadBy(MariaDbServer server, Database database, Consumer<Database> work)
      throws SQLException {
    var before = rowsRead(server);
    var counting = rowsRead(server) - before;
    var begun = rowsRead(server);
    work.accept(database);
    return rowsRead(server) - begun - counting;
  }

  private static long rowsRead(MariaDbServer server) throws SQLException {
    try (var connection = server.open("");
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                """
                SELECT SUM(variable_value) FROM information_schema.global_status
                WHERE variable_name LIKE 'Handler_read%' OR variable_name = 'Sort_rows'""")) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
