package io.backupman.core.report.delivery;

import java.time.Duration;

/** Compares durations. */
final class Durations {
  private Durations() {}

  static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) <= 0 ? one : other;
  }

  static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) >= 0 ? one : other;
  }
}
