package io.backupman.notifier.spi.summary;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times and sizes as people say them. */
final class Quantities {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("EEE d MMM uuuu, HH:mm:ss z", Locale.ENGLISH);
  private static final String[] UNITS = {"KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

  private Quantities() {}

  /** Such as {@code Wed 2 Jul 2025, 10:05:00 UTC}. */
  static String time(Instant instant, ZoneId zone) {
    var named = zone.normalized().equals(ZoneOffset.UTC) ? ZoneId.of("UTC") : zone;
    return TIME.format(instant.atZone(named));
  }

  /** Such as {@code 2 h 5 min}, {@code 5 min} or {@code 3.4 s}; never negative. */
  static String duration(Duration duration) {
    var length = duration.isNegative() ? Duration.ZERO : duration;
    if (length.toDays() > 0) {
      return parts(length.toDays(), "d", length.toHoursPart(), "h");
    }
    if (length.toHours() > 0) {
      return parts(length.toHours(), "h", length.toMinutesPart(), "min");
    }
    if (length.toMinutes() > 0) {
      return parts(length.toMinutes(), "min", length.toSecondsPart(), "s");
    }
    return String.format(Locale.ROOT, "%.1f s", length.toMillis() / 1000.0);
  }

  private static String parts(long many, String unit, long few, String smallerUnit) {
    return many + " " + unit + (few == 0 ? "" : " " + few + " " + smallerUnit);
  }

  /** Such as {@code 34,567 rows} or {@code 1 row}. */
  static String counted(long number, String thing) {
    return String.format(Locale.ROOT, "%,d %s%s", number, thing, number == 1 ? "" : "s");
  }

  /** Such as {@code 589.2 MiB} (IEC 80000-13: 1 KiB is 1,024 bytes) or {@code 1 byte}. */
  static String size(long bytes) {
    if (bytes < 1024) {
      return bytes == 1 ? "1 byte" : bytes + " bytes";
    }
    var value = bytes / 1024.0;
    var unit = 0;
    while (value >= 1023.95 && unit < UNITS.length - 1) {
      value /= 1024;
      unit++;
    }
    return String.format(Locale.ROOT, "%.1f %s", value, UNITS[unit]);
  }
}
