package io.backupman.api.wire;

import io.backupman.core.report.Attempt;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One try at a delivery. */
public record AttemptJson(
    int number,
    Instant startedAt,
    long durationMs,
    String outcome,
    @Nullable Integer statusCode,
    String detail,
    String node) {

  /** The attempt as it is recorded. */
  public static AttemptJson of(Attempt attempt) {
    return new AttemptJson(
        attempt.number(),
        attempt.startedAt(),
        attempt.duration().toMillis(),
        attempt.outcome().word(),
        attempt.statusCode(),
        attempt.detail(),
        attempt.node());
  }
}
