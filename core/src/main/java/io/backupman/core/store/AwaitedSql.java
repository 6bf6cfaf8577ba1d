package io.backupman.core.store;

import io.backupman.core.backup.AwaitedStore;
import io.backupman.core.report.ReportWithDeliveries;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The table {@code awaited_backups}. A row is changed by whoever finds a new schedule, by the end
 * of a backup, and once by whoever tells that it is overdue; looking at it takes no lock.
 */
final class AwaitedSql implements AwaitedStore {
  /** Looking each minute, nobody has to write each minute. */
  private static final Duration NOTED_EVERY = Duration.ofHours(1);

  private static final Duration FORGOTTEN_AFTER = Duration.ofDays(1);

  private static final String SELECT =
      "SELECT label, known_since, seen_at, finished_at, report_id FROM awaited_backups";

  private static final String INSERT =
      """
      INSERT INTO awaited_backups (label, known_since, seen_at) VALUES (:label, :now, :now)
      ON DUPLICATE KEY UPDATE seen_at = :now""";

  private static final String LAST_FINISHED =
      """
      SELECT COALESCE(finished_at, created_at) AS ended_at
      FROM backups USE INDEX (backups_label_status)
      WHERE label = :label AND status = 'finished'
      ORDER BY label DESC, status DESC, id DESC LIMIT 1""";

  private static final String FIRST_FINISHED_AT =
      "UPDATE awaited_backups SET finished_at = :at WHERE label = :label AND finished_at IS NULL";

  private static final String SEEN =
      "UPDATE awaited_backups SET seen_at = :now WHERE label = :label";

  private static final String FORGET =
      "DELETE FROM awaited_backups WHERE label = :label AND seen_at < :before";

  private static final String FINISHED =
      "UPDATE awaited_backups SET finished_at = :at, report_id = NULL WHERE label = :label";

  private static final String TOLD =
      """
      SELECT report_id FROM awaited_backups WHERE label = :label AND report_id IS NOT NULL
      FOR UPDATE""";

  private static final String OF_ALARM =
      "SELECT label FROM awaited_backups WHERE report_id = :alarm";

  private static final String ANNOUNCE =
      """
      UPDATE awaited_backups SET report_id = :alarm
      WHERE label = :label AND report_id IS NULL AND known_since = :known_since
        AND COALESCE(finished_at, known_since) = :awaited_since""";

  private final Sql sql;

  AwaitedSql(Sql sql) {
    this.sql = sql;
  }

  /** A backup of a label has finished: nobody waits for it any more. */
  static void finished(Transaction tx, String label, Instant at) {
    tx.first(TOLD, row -> row.id("report_id"), Params.of("label", label))
        .ifPresent(alarm -> SkippedSql.skip(tx, alarm, "A backup has finished since."));
    tx.update(FINISHED, Params.of("label", label).and("at", at));
  }

  /** Whether what an alarm told is true: whether no backup has finished since. */
  static boolean isOverdue(Transaction tx, UUID alarm) {
    return !tx.query(OF_ALARM, row -> row.text("label"), Params.of("alarm", alarm)).isEmpty();
  }

  @Override
  public List<Awaited> seen(Collection<String> labels, Instant now) {
    var wanted = Set.copyOf(labels);
    var before = all();
    var noted =
        before.stream()
            .filter(row -> now.isBefore(row.seenAt.plus(NOTED_EVERY)))
            .map(row -> row.awaited.label())
            .collect(Collectors.toSet());
    for (var label : wanted) {
      if (!noted.contains(label)) {
        note(label, now);
      }
    }
    var forgotten = now.minus(FORGOTTEN_AFTER);
    before.stream()
        .filter(row -> !wanted.contains(row.awaited.label()))
        .filter(row -> row.seenAt.isBefore(forgotten))
        .map(row -> Params.of("label", row.awaited.label()).and("before", forgotten))
        .forEach(params -> sql.update(FORGET, params));
    return all().stream()
        .map(Found::awaited)
        .filter(awaited -> wanted.contains(awaited.label()))
        .toList();
  }

  private List<Found> all() {
    return sql.query(SELECT, Found::of, Params.none());
  }

  private void note(String label, Instant now) {
    sql.transaction(
        tx -> {
          if (tx.update(SEEN, Params.of("label", label).and("now", now)) == 0) {
            tx.update(INSERT, Params.of("label", label).and("now", now));
            tx.first(LAST_FINISHED, row -> row.time("ended_at"), Params.of("label", label))
                .map(last -> Params.of("label", label).and("at", last))
                .ifPresent(params -> tx.update(FIRST_FINISHED_AT, params));
          }
          return label;
        });
  }

  @Override
  public boolean announce(Awaited awaited, ReportWithDeliveries told) {
    var finishedAt = awaited.finishedAt();
    return ReportSql.insertOnce(
        sql,
        told,
        ANNOUNCE,
        Params.of("alarm", told.report().id())
            .and("label", awaited.label())
            .and("known_since", awaited.knownSince())
            .and("awaited_since", finishedAt == null ? awaited.knownSince() : finishedAt));
  }

  /** A record, and when a process had the schedule last. */
  private record Found(Awaited awaited, Instant seenAt) {
    static Found of(Row row) {
      var awaited =
          new Awaited(
              row.text("label"),
              row.time("known_since"),
              row.timeOrNull("finished_at"),
              row.textOrNull("report_id") != null);
      return new Found(awaited, row.time("seen_at"));
    }
  }
}
