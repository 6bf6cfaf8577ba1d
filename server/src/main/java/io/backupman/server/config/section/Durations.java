package io.backupman.server.config.section;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalUnit;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Times as they are written in the configuration: {@code 30s 5m 2h 7d}, or ISO-8601. */
public final class Durations {
  private static final Pattern SHORT = Pattern.compile("(\\d{1,9})([smhd])");
  private static final Map<String, TemporalUnit> UNITS =
      Map.of(
          "s",
          ChronoUnit.SECONDS,
          "m",
          ChronoUnit.MINUTES,
          "h",
          ChronoUnit.HOURS,
          "d",
          ChronoUnit.DAYS);

  private Durations() {}

  /** The time, or nothing if it is not written like one. */
  static Optional<Duration> parse(String text) {
    var matcher = SHORT.matcher(text.strip());
    if (matcher.matches()) {
      var unit = UNITS.getOrDefault(matcher.group(2), ChronoUnit.SECONDS);
      return Optional.of(Duration.of(Long.parseLong(matcher.group(1)), unit));
    }
    try {
      return Optional.of(Duration.parse(text.strip()));
    } catch (DateTimeException e) {
      return Optional.empty(); // the caller tells the user, with the path
    }
  }

  /** The time as the configuration writes it, in the largest unit that fits. */
  public static String text(Duration duration) {
    long seconds = duration.toSeconds();
    if (duration.toNanosPart() != 0) {
      return duration.toString().toUpperCase(Locale.ROOT);
    }
    if (seconds % 86_400 == 0 && seconds > 0) {
      return seconds / 86_400 + "d";
    }
    if (seconds % 3_600 == 0 && seconds > 0) {
      return seconds / 3_600 + "h";
    }
    return seconds % 60 == 0 && seconds > 0 ? seconds / 60 + "m" : seconds + "s";
  }
}
