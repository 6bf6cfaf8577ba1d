package io.backupman.core.store;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** Times as columns hold them: UTC, in microseconds. */
final class Times {
  private Times() {}

  static LocalDateTime utc(Instant time) {
    // Cut, not rounded: a time must not move into the future.
    return LocalDateTime.ofInstant(time, ZoneOffset.UTC).truncatedTo(ChronoUnit.MICROS);
  }
}
