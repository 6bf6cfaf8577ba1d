package io.backupman.core.backup;

import java.time.Duration;

/** Durations as people say them. */
final class Words {
  private Words() {}

  static String of(Duration duration) {
    if (duration.toSeconds() % 3600 == 0) {
      return counted(duration.toHours(), "hour");
    }
    return duration.toSeconds() % 60 == 0
        ? counted(duration.toMinutes(), "minute")
        : counted(duration.toSeconds(), "second");
  }

  private static String counted(long number, String unit) {
    return number + " " + unit + (number == 1 ? "" : "s");
  }
}
