package io.backupman.core.store;

import io.backupman.core.schedule.FutureTimes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.IntFunction;

/** Times that a clock that was ahead has written. */
final class FutureTimesSql implements FutureTimes {
  /** Clocks of two machines may differ by a little. */
  private static final Duration MARGIN = Duration.ofMinutes(1);

  private static final int AT_ONCE = 500;

  /** Before every other in the order of identifiers. */
  private static final UUID NONE = new UUID(0, 0);

  // Claims are prolonged, or let go of, by those who hold them. What has begun in the past and is
  // due within the shortest of the longest waits is as it should be: most often, all.
  private static final String LATE =
      """
      SELECT d.id, d.attempt_count, d.due_at, COALESCE(a.started_at, d.created_at) AS begun_at
      FROM deliveries d USE INDEX (deliveries_waiting)
      LEFT JOIN attempts a ON a.delivery_id = d.id AND a.attempt_number = d.attempt_count
      WHERE d.status = 'pending' AND d.claimed_by IS NULL AND d.due_at > :future
        AND (d.due_at > :allowed OR COALESCE(a.started_at, d.created_at) > :future)
        AND d.id > :after
      ORDER BY d.id LIMIT :limit""";

  private static final String SOONER =
      """
      UPDATE deliveries SET due_at = :sooner, next_attempt_at = :sooner
      WHERE id = :id AND status = 'pending' AND claimed_by IS NULL AND due_at = :due_at""";

  /** Mostly there is none: one question instead of what changes each of them. */
  private static final String ANY =
      """
      SELECT 1 AS found FROM outages
      WHERE failing_since > :future OR probed_at > :future OR recovered_at > :future
      UNION ALL
      SELECT 1 FROM awaited_backups
      WHERE finished_at > :future OR known_since > :future OR seen_at > :future
      UNION ALL
      SELECT 1 FROM firings WHERE fire_at > :future
      LIMIT 1""";

  /** Each takes the time of now, and what is too late. */
  private static final List<String> SINCE =
      List.of(
          "UPDATE outages SET failing_since = :now WHERE failing_since > :future",
          "UPDATE outages SET probed_at = :now WHERE probed_at > :future",
          "UPDATE outages SET recovered_at = :now WHERE recovered_at > :future",
          "UPDATE awaited_backups SET finished_at = :now WHERE finished_at > :future",
          "UPDATE awaited_backups SET known_since = :now WHERE known_since > :future",
          "UPDATE awaited_backups SET seen_at = :now WHERE seen_at > :future");

  private static final String FIRED = "DELETE FROM firings WHERE fire_at > :future";

  private final Sql sql;

  FutureTimesSql(Sql sql) {
    this.sql = sql;
  }

  @Override
  public int pullIn(Instant now, IntFunction<Duration> longestWait) {
    var future = now.plus(MARGIN);
    if (!sql.query(ANY, row -> true, Params.of("future", future)).isEmpty()) {
      var params = Params.of("now", now).and("future", future);
      SINCE.forEach(update -> sql.update(update, params));
      sql.update(FIRED, Params.of("future", future));
    }
    var allowed = future.plus(longestWait.apply(0));
    var sooner = 0;
    var after = NONE;
    while (true) {
      var some = late(future, allowed, after);
      sooner += (int) some.stream().filter(late -> isSooner(late, now, longestWait)).count();
      if (some.size() < AT_ONCE) {
        return sooner;
      }
      after = some.getLast().id;
    }
  }

  private List<Late> late(Instant future, Instant allowed, UUID after) {
    return sql.query(
        LATE,
        Late::of,
        Params.of("future", future)
            .and("allowed", allowed)
            .and("after", after)
            .and("limit", AT_ONCE));
  }

  private boolean isSooner(Late late, Instant now, IntFunction<Duration> longestWait) {
    var meant = late.meant(now, longestWait.apply(late.attempts));
    return late.dueAt.isAfter(meant.plus(MARGIN))
        && sql.update(
                SOONER, Params.of("id", late.id).and("due_at", late.dueAt).and("sooner", meant))
            == 1;
  }

  /**
   * A delivery that is due in the future.
   *
   * @param begunAt when its last attempt began or, if there was none, when it was made
   */
  private record Late(UUID id, int attempts, Instant dueAt, Instant begunAt) {
    static Late of(Row row) {
      return new Late(
          row.id("id"),
          (int) row.number("attempt_count"),
          row.time("due_at"),
          row.time("begun_at"));
    }

    /** What has begun in the future says how long a wait was meant, until it was pulled in. */
    Instant meant(Instant now, Duration longestWait) {
      var isMeant = begunAt.isAfter(now) && !dueAt.isBefore(begunAt);
      var wait = Duration.between(isMeant ? begunAt : now, dueAt);
      return now.plus(wait.compareTo(longestWait) < 0 ? wait : longestWait);
    }
  }
}
