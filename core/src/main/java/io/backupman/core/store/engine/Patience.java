package io.backupman.core.store.engine;

import java.sql.SQLException;

/** Tells how long something is tried again that fails for a reason which passes by itself. */
final class Patience {
  private static final long NANOS = 15_000_000_000L;
  private static final int PAUSE_MILLIS = 200;

  private final DatabaseLocation location;
  private final long end = System.nanoTime() + NANOS;

  Patience(DatabaseLocation location) {
    this.location = location;
  }

  /** Waits a moment and answers yes if another try is worth it after a failure. */
  boolean outlasts(SQLException failure) {
    if (!location.passes(failure) || System.nanoTime() > end) {
      return false;
    }
    Pause.upTo(PAUSE_MILLIS);
    return true;
  }
}
