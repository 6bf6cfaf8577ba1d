package io.backupman.core.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.core.audit.AuditAction;
import io.backupman.core.audit.AuditQuery;
import io.backupman.core.backup.BackupQuery;
import io.backupman.core.report.Attempt;
import io.backupman.core.report.Delivery;
import io.backupman.core.report.DeliveryStatus;
import io.backupman.core.report.DeliveryTrigger;
import io.backupman.core.report.Report;
import io.backupman.core.report.ReportQuery;
import io.backupman.core.report.ResendSelection;
import io.backupman.core.report.Route;
import io.backupman.core.report.delivery.DeliveryQueue.Claim;
import io.backupman.core.testing.MariaDbServer;
import io.backupman.notifier.spi.BackupStatus;
import io.backupman.notifier.spi.Outage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * MariaDB counts the rows that it touches, and says with which index: a page out of many records
 * costs about as many as are on it, whatever is asked for. What it counts stands in {@code
 * docs/queries.md}, which this writes if the system property {@code backupman.queries.write} is
 * set.
 */
class IndexUseTest {
  private static final Path PAGE = Path.of("..", "docs", "queries.md");
  private static final int ENOUGH = 400;

  /** Identifiers of reports that are neither the oldest nor the newest. */
  private static final List<UUID> BATCH =
      IntStream.range(0x500, 0x50a)
          .mapToObj(i -> UUID.fromString("%08x-0000-7001-8000-000000000000".formatted(i)))
          .toList();

  private static final UUID OLD = UUID.fromString("00000100-0000-7001-8000-000000000000");
  private static final Instant START = Instant.EPOCH;
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private static final Map<Query, QueryCost> COSTS = new LinkedHashMap<>();

  /**
   * What somebody asks of the database.
   *
   * @param asker who asks it, and how often
   * @param name what is asked for
   * @param work asks it
   */
  private record Query(String asker, String name, Consumer<Database> work) {}

  @BeforeAll
  static void ask() throws SQLException {
    try (var server = MariaDbServer.start()) {
      var settings = Databases.on(server, server.createDatabase());
      try (var database = Database.open(settings)) {
        ManyRecords.fill(server, settings.dbName());
        QueryCost.execute(server, "SET GLOBAL log_output = 'TABLE', general_log = 1");
        for (var query : queries()) {
          COSTS.put(query, QueryCost.of(server, settings.dbName(), database, query.work()));
        }
      }
    }
  }

  @Test
  void noQueryReadsMuchMoreThanItIsAskedFor() {
    assertThat(COSTS)
        .allSatisfy((query, cost) -> assertThat(cost.rows()).as(query.name()).isLessThan(ENOUGH));
  }

  @Test
  void thePageOfQueriesNamesTheirIndexes() throws IOException {
    if (Boolean.getBoolean("backupman.queries.write")) {
      Files.writeString(PAGE, page());
    }
    assertThat(PAGE).content().isEqualTo(page());
  }

  private static String page() {
    var page = new StringBuilder(INTRODUCTION);
    var asker = "";
    for (var query : COSTS.keySet()) {
      if (!query.asker().equals(asker)) {
        asker = query.asker();
        page.append("\n## ").append(asker).append("\n\n| Query | Found with |\n| --- | --- |\n");
      }
      page.append("| %s | %s |\n".formatted(query.name(), indexes(COSTS.get(query))));
    }
    return page.toString();
  }

  private static String indexes(@Nullable QueryCost cost) {
    return Objects.requireNonNull(cost).indexes().stream()
        .map("`%s`"::formatted)
        .collect(Collectors.joining(", "));
  }

  private static final String INTRODUCTION =
      """
      # What is asked of the database, and how it is found

      Of many thousands of records, none of these queries touches more than a few hundred rows. A test measures that on
      MariaDB, together with the indexes that rows are found with, and fails if this page says something else: `table.index`,
      with a comma where the rows are those of two indexes, or a table alone, which is read whole. It is written anew with

      ```sh
      ./mvnw -pl core -am test -Dtest=IndexUseTest -Dsurefire.failIfNoSpecifiedTests=false -Dbackupman.queries.write=true
      ```

      The statements stand at the head of the classes `*Sql` and `*Queries` in `core/store`, the indexes in its migrations.
      A new query, or an old one that is asked more often, belongs into `IndexUseTest`.
      """;

  private static List<Query> queries() {
    return Stream.of(
            asked(
                "Lists: whenever somebody looks, over HTTP or on the command line",
                q -> {
                  q.put("the newest backups", d -> d.backups().list(BackupQuery.newest(10)));
                  q.put("backups of a label", backups(null, null, "common"));
                  q.put("backups of a label that is rare", backups(null, null, "rare"));
                  q.put("failed backups", backups(null, BackupStatus.FAILED, null));
                  q.put("failed backups of a label", backups(null, BackupStatus.FAILED, "common"));
                  q.put("older backups", backups(OLD, null, null));
                  q.put("the newest reports", d -> d.reports().list(ReportQuery.newest(10)));
                  q.putAll(lists());
                  q.putAll(audits());
                }),
            asked(
                "Sending again: whenever somebody asks for it",
                q -> {
                  q.put("reports that failed", candidates(OLD, DeliveryStatus.FAILED, null));
                  q.put(
                      "reports that were delivered",
                      candidates(OLD, DeliveryStatus.DELIVERED, null));
                  q.put(
                      "reports that a notifier delivered",
                      candidates(OLD, DeliveryStatus.DELIVERED, "mail"));
                  q.put(
                      "a batch of reports with their deliveries, locked",
                      d -> d.reports().addToEach(BATCH, r -> List.of()));
                }),
            asked(
                "Sending: each node, every second while there is work, else every ten",
                q ->
                    q.put(
                        "destinations for which something waits, though thousands do",
                        d -> d.deliveryQueue().waiting())),
            asked(
                "Sending: each node, for each delivery or some of them together",
                q -> {
                  q.put("claim and renewal, where thousands wait", claim("mail", NOW));
                  q.put("arrival", IndexUseTest::arrive);
                  q.put("claim and renewal, where little waits", claim("ntfy", NOW));
                  q.put("newer reports of a label that were delivered", newer(NOW));
                }),
            asked(
                "The end of a backup",
                q -> {
                  q.put("how the last one of a label ended", d -> d.backups().lastEnd("common"));
                  q.put("the last sizes of a label", d -> d.backups().lastSizes("common", 10));
                  q.put("how a label fares", d -> d.backups().standing("common"));
                  q.put("dumps of a label that are kept", d -> d.backups().keptDumps("common"));
                }),
            asked(
                "Each node, every second",
                q -> q.put("backups to be cancelled", d -> d.backups().cancelAsked(OLD))),
            asked(
                "Each node, once a minute",
                q -> {
                  q.put("backups that are awaited", d -> d.awaited().seen(Set.of("common"), NOW));
                  q.put(
                      "a probe of a destination for which thousands wait",
                      probe(new Outage("mail", "x", START, null, "Gone."), NOW, 9));
                  q.put(
                      "a probe of a destination for which nothing waits",
                      probe(new Outage("webhook", "x", START, null, "?"), NOW, 9));
                }),
            asked(
                "Each scrape of the metrics",
                q ->
                    q.put(
                        "how things stand",
                        d -> d.metrics().situation(List.of("common", "rare", "new")))),
            asked(
                "Each node, once an hour",
                q -> {
                  q.put("reports to be deleted", d -> d.reports().deleteOld(null, NOW, 10));
                  q.put("the audit's entries to be deleted", d -> d.audit().deleteOlder(NOW, 10));
                }),
            asked(
                "The start of a node, and the death of another one",
                q -> {
                  q.put("pending backups of a node", d -> d.backups().pendingOf(List.of(OLD)));
                  q.put(
                      "pending backups of nodes without a record",
                      d -> d.backups().pendingOfUnknownNodes());
                  q.put("deliveries that a node had claimed", d -> d.nodes().remove(OLD));
                }))
        .flatMap(List::stream)
        .toList();
  }

  private static List<Query> asked(
      String asker, Consumer<Map<String, Consumer<Database>>> addQueries) {
    var queries = new LinkedHashMap<String, Consumer<Database>>();
    addQueries.accept(queries);
    return queries.entrySet().stream()
        .map(query -> new Query(asker, query.getKey(), query.getValue()))
        .toList();
  }

  private static Map<String, Consumer<Database>> lists() {
    var lists = new LinkedHashMap<String, Consumer<Database>>();
    lists.put("reports of an event", reports("test", null, null, null, null, null, null));
    lists.put("reports of failed backups", reports(null, "failed", null, null, null, null, null));
    lists.put(
        "reports with a failed delivery",
        reports(null, null, DeliveryStatus.FAILED, null, null, null, null));
    lists.put(
        "reports with a delivery that arrived",
        reports(null, null, DeliveryStatus.DELIVERED, null, null, null, null));
    lists.put("reports of a notifier", reports(null, null, null, "mail", null, null, null));
    lists.put(
        "reports of a notifier that is rare", reports(null, null, null, "ntfy", null, null, null));
    lists.put(
        "reports that a notifier failed to deliver",
        reports(null, null, DeliveryStatus.FAILED, "mail", null, null, null));
    lists.put(
        "reports of a label that is rare", reports(null, null, null, null, "rare", null, null));
    lists.put("reports of a backup", reports(null, null, null, null, null, OLD, null));
    lists.put("reports of a time", reports(null, null, null, null, null, null, START));
    lists.put(
        "reports that a notifier delivered in a time",
        reports(null, null, DeliveryStatus.DELIVERED, "mail", null, null, START));
    lists.put(
        "reports of a notifier in a time", reports(null, null, null, "mail", null, null, START));
    lists.put(
        "reports that were delivered in a time",
        reports(null, null, DeliveryStatus.DELIVERED, null, null, null, START));
    lists.put(
        "reports of a label that a notifier delivered",
        reports(null, null, DeliveryStatus.DELIVERED, "mail", "common", null, START));
    lists.put(
        "reports of a label with a failed delivery",
        reports(null, null, DeliveryStatus.FAILED, null, "common", null, START));
    lists.put(
        "reports of a rare label that were delivered",
        reports(null, null, DeliveryStatus.DELIVERED, null, "rare", null, START));
    lists.put(
        "reports of a label and a notifier",
        reports(null, null, null, "mail", "common", null, null));
    lists.put(
        "reports of a label and a rare notifier",
        reports(null, null, null, "ntfy", "common", null, null));
    lists.put(
        "reports of an event that a rare notifier delivered",
        reports("backup_report", null, DeliveryStatus.DELIVERED, "gotify", null, null, null));
    lists.put(
        "reports of an event and a label", reports("test", null, null, null, "common", null, null));
    lists.put(
        "reports of failed backups with a delivery that arrived",
        reports(null, "failed", DeliveryStatus.DELIVERED, null, null, null, null));
    lists.put(
        "reports of an event and a label with a failed delivery",
        reports("backup_report", null, DeliveryStatus.FAILED, null, "common", null, null));
    lists.put(
        "reports of a rare label with a failed delivery",
        reports(null, null, DeliveryStatus.FAILED, null, "rare", null, null));
    lists.put(
        "reports of a backup with a failed delivery",
        reports(null, null, DeliveryStatus.FAILED, null, null, OLD, null));
    lists.put(
        "reports of a label's finished backups in a time",
        reports(null, "finished", null, null, "common", null, START));
    return lists;
  }

  private static Map<String, Consumer<Database>> audits() {
    var audits = new LinkedHashMap<String, Consumer<Database>>();
    audits.put("the newest entries of the audit", audit(null, null, null));
    audits.put("what an actor did", audit("common", null, null));
    audits.put("what an actor did who did little", audit("rare", null, null));
    audits.put("who did something", audit(null, AuditAction.START_BACKUP, null));
    audits.put("who did what is rare", audit(null, AuditAction.DELETE_BACKUP, null));
    audits.put("when an actor did what is rare", audit("common", AuditAction.DELETE_BACKUP, null));
    audits.put("what an actor did in a time", audit("common", null, START));
    return audits;
  }

  private static Consumer<Database> audit(
      @Nullable String actor, @Nullable AuditAction action, @Nullable Instant since) {
    return d -> d.audit().list(new AuditQuery(10, null, actor, action, since, null));
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

  private static void arrive(Database database) {
    var queue = database.deliveryQueue();
    var route = new Route("ntfy", "x");
    var claim = queue.claim(UUID.randomUUID(), route, NOW, NOW.plusSeconds(60), 1).getFirst();
    var number = claim.delivery().attemptCount() + 1;
    var attempt = Samples.attempt(number, Attempt.Outcome.DELIVERED, "ok");
    assertThat(queue.record(claim, attempt, DeliveryStatus.DELIVERED, null)).isTrue();
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
    var claim = new Claim(delivery, report, 1, true);
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
    var selection = new ResendSelection(Instant.EPOCH, null, status, notifier, null);
    return d -> d.reports().candidates(selection, after, 10);
  }
}
