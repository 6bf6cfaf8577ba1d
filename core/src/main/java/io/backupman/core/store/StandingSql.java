package io.backupman.core.store;

import io.backupman.core.backup.Standing;
import io.backupman.core.backup.Standing.Failure;
import java.time.Instant;
import java.util.UUID;

/** Reads how a data source fares from the table {@code backups}. */
final class StandingSql {
  /** Before every other in the order of identifiers. */
  private static final UUID NONE = new UUID(0, 0);

  // MariaDB would rather intersect two other indexes and sort all that is left.
  private static final String LAST_FINISHED =
      """
      SELECT id, COALESCE(finished_at, created_at) AS ended_at
      FROM backups USE INDEX (backups_label_status)
      WHERE label = :label AND status = 'finished'
      ORDER BY label DESC, status DESC, id DESC LIMIT 1""";

  private static final String FAILURES =
      """
      SELECT COUNT(*) AS failures FROM backups USE INDEX (backups_label_status)
      WHERE label = :label AND status = 'failed' AND id > :after""";

  private static final String LAST_FAILURE =
      """
      SELECT id, COALESCE(finished_at, created_at) AS ended_at, error
      FROM backups USE INDEX (backups_label_status)
      WHERE label = :label AND status = 'failed' AND id > :after
      ORDER BY label DESC, status DESC, id DESC LIMIT 1""";

  private StandingSql() {}

  static Standing of(Transaction tx, String label) {
    var finished = tx.first(LAST_FINISHED, Finished::of, Params.of("label", label));
    var after = finished.map(Finished::id).orElse(NONE);
    var since = Params.of("label", label).and("after", after);
    var failures = tx.first(FAILURES, row -> row.number("failures"), since).orElse(0L);
    return new Standing(
        finished.map(Finished::at).orElse(null),
        Math.toIntExact(failures),
        tx.first(LAST_FAILURE, StandingSql::failure, since));
  }

  private static Failure failure(Row row) {
    return new Failure(row.id("id"), row.time("ended_at"), row.textOrNull("error"));
  }

  private record Finished(UUID id, Instant at) {
    static Finished of(Row row) {
      return new Finished(row.id("id"), row.time("ended_at"));
    }
  }
}
