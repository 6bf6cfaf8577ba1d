package io.backupman.core.backup;

import java.time.Duration;
import java.util.Locale;

/** Durations, sizes and counts as people say them. */
public final class Quantities {
  private static final String[] UNITS = {"KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
  private static final int NEXT_UNIT = 1024;

  private Quantities() {}

  static String of(Duration duration) {
    if (duration.toSeconds() % 3600 == 0) {
      return counted(duration.toHours(), "hour");
    }
    return duration.toSeconds() % 60 == 0
        ? counted(duration.toMinutes(), "minute")
        : counted(duration.toSeconds(), "second");
  }

  /** Such as {@code 589.2 MiB} (IEC 80000-13: 1 KiB is 1,024 bytes). */
  public static String size(long bytes) {
    if (bytes < NEXT_UNIT) {
      return counted(bytes, "byte");
    }
    var value = bytes / (double) NEXT_UNIT;
    var unit = 0;
    while (value >= NEXT_UNIT - 0.05) {
      value /= NEXT_UNIT;
      unit++;
    }
    return String.format(Locale.ROOT, "%.1f %s", value, UNITS[unit]);
  }

  /** Such as {@code 34,567 rows} or {@code 1 row}. */
  public static String counted(long number, String thing) {
    return String.format(Locale.ROOT, "%,d %s%s", number, thing, number == 1 ? "" : "s");
  }
}
