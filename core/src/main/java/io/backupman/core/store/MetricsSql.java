package io.backupman.core.store;

import io.backupman.core.metrics.MetricsStore;
import io.backupman.core.metrics.Situation;
import io.backupman.core.metrics.Situation.LastBackup;
import io.backupman.core.metrics.WaitingDeliveries;
import io.backupman.core.report.Route;
import io.backupman.notifier.spi.BackupStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Reads how things stand, through indexes alone. */
final class MetricsSql implements MetricsStore {
  /** How many data sources are asked for with one statement, which has two parts for each. */
  private static final int AT_ONCE = 50;

  // MariaDB would rather intersect two other indexes and sort all that is left. It explains the
  // first part of a union as if it read all rows, but reads one.
  private static final String LAST =
      """
      (SELECT label, status, COALESCE(finished_at, created_at) AS ended_at,
        COALESCE(started_at, created_at) AS begun_at, size_bytes
      FROM backups USE INDEX (backups_label_status)
      WHERE label = :label AND status = :status
      ORDER BY label DESC, status DESC, id DESC LIMIT 1)""";

  private static final String RUNNING = "SELECT label FROM backups WHERE status = 'pending'";

  private static final String OVERDUE =
      "SELECT label FROM awaited_backups WHERE report_id IS NOT NULL";

  private static final String FAILING =
      "SELECT notifier, destination FROM outages WHERE recovered_at IS NULL";

  // Identifiers sort by the time at which they were made, and stand in the index.
  private static final String WAITING =
      """
      SELECT notifier, destination, COUNT(*) AS waiting, MIN(id) AS oldest FROM deliveries
      WHERE status = 'pending' GROUP BY notifier, destination""";

  private static final String MADE_AT = "SELECT id, created_at FROM deliveries WHERE id IN (:ids)";

  private final Sql sql;

  MetricsSql(Sql sql) {
    this.sql = sql;
  }

  @Override
  public Situation situation(Collection<String> labels) {
    return sql.transaction(
        tx ->
            new Situation(
                last(tx, List.copyOf(labels)),
                labels(tx, RUNNING),
                labels(tx, OVERDUE),
                Set.copyOf(tx.query(FAILING, MetricsSql::route, Params.none()))));
  }

  private static List<LastBackup> last(Transaction tx, List<String> labels) {
    var last = new ArrayList<LastBackup>();
    for (var begin = 0; begin < labels.size(); begin += AT_ONCE) {
      last.addAll(lastOf(tx, labels.subList(begin, Math.min(labels.size(), begin + AT_ONCE))));
    }
    return last;
  }

  private static List<LastBackup> lastOf(Transaction tx, List<String> labels) {
    var params = Params.none();
    IntStream.range(0, labels.size()).forEach(i -> params.and("label" + i, labels.get(i)));
    var statement =
        IntStream.range(0, labels.size())
            .boxed()
            .flatMap(i -> List.of(part(i, "finished"), part(i, "failed")).stream())
            .collect(Collectors.joining(" UNION ALL "));
    return tx.query(statement, MetricsSql::lastBackup, params);
  }

  private static String part(int label, String status) {
    return LAST.replace(":label", ":label" + label).replace(":status", "'" + status + "'");
  }

  private static LastBackup lastBackup(Row row) {
    var ended = row.time("ended_at");
    var took = Duration.between(row.time("begun_at"), ended);
    return new LastBackup(
        row.text("label"),
        BackupStatus.of(row.text("status")),
        ended,
        took.isNegative() ? null : took,
        row.numberOrNull("size_bytes"));
  }

  private static Set<String> labels(Transaction tx, String query) {
    return new HashSet<>(tx.query(query, row -> row.text("label"), Params.none()));
  }

  private static Route route(Row row) {
    return new Route(row.text("notifier"), row.text("destination"));
  }

  @Override
  public List<WaitingDeliveries> waiting() {
    return sql.transaction(
        tx -> {
          var found = tx.query(WAITING, Waiting::of, Params.none());
          var madeAt = madeAt(tx, found.stream().map(Waiting::oldest).toList());
          return found.stream().flatMap(w -> w.since(madeAt.get(w.oldest)).stream()).toList();
        });
  }

  private static Map<UUID, Instant> madeAt(Transaction tx, List<UUID> ids) {
    return ids.isEmpty()
        ? Map.of()
        : tx
            .query(
                MADE_AT,
                row -> Map.entry(row.id("id"), row.time("created_at")),
                Params.of("ids", ids))
            .stream()
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** How many wait, and the one that was made first. */
  private record Waiting(Route route, long count, UUID oldest) {
    static Waiting of(Row row) {
      return new Waiting(MetricsSql.route(row), row.number("waiting"), row.id("oldest"));
    }

    /** Nothing if the oldest has been removed since it was found. */
    List<WaitingDeliveries> since(@Nullable Instant madeAt) {
      return madeAt == null ? List.of() : List.of(new WaitingDeliveries(route, count, madeAt));
    }
  }
}
