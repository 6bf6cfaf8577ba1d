package io.backupman.core.store;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Turns times into identifiers: those of version 7 sort by their time (RFC 9562, section 5.7). */
final class IdBounds {
  private static final long LAST_MILLI = (1L << 48) - 1;

  private IdBounds() {}

  /**
   * The smallest identifier that a record made at this time or later can have. Identifiers know
   * milliseconds only, so a time within one counts as the next.
   */
  static UUID lowest(Instant time) {
    var milli = time.toEpochMilli();
    var next = time.isAfter(Instant.ofEpochMilli(milli)) ? milli + 1 : milli;
    var clamped = Math.clamp(next, 0, LAST_MILLI);
    return new UUID(clamped << 16 | 0x7000L, 0x8000_0000_0000_0000L);
  }

  static @Nullable UUID lowestOrNull(@Nullable Instant time) {
    return time == null ? null : lowest(time);
  }
}
