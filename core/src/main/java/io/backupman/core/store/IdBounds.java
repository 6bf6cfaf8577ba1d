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
    var milli = milli(time);
    return new UUID(milli << 16 | 0x7000L, 0x8000_0000_0000_0000L);
  }

  private static long milli(Instant time) {
    if (!time.isBefore(Instant.ofEpochMilli(LAST_MILLI))) {
      return LAST_MILLI;
    }
    if (time.isBefore(Instant.EPOCH)) {
      return 0;
    }
    var milli = time.toEpochMilli();
    return time.isAfter(Instant.ofEpochMilli(milli)) ? milli + 1 : milli;
  }

  static @Nullable UUID lowestOrNull(@Nullable Instant time) {
    return time == null ? null : lowest(time);
  }
}
