package io.backupman.notifier.http;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The header {@code Retry-After} in both its forms (RFC 9110, section 10.2.3). */
final class RetryAfter {
  private static final Duration LONGEST = Duration.ofHours(24);

  /** The forms of an HTTP-date, of which the last two are obsolete but to be read. */
  private static final List<DateTimeFormatter> DATES =
      List.of(
          DateTimeFormatter.RFC_1123_DATE_TIME,
          DateTimeFormatter.ofPattern("EEEE, dd-MMM-yy HH:mm:ss zzz", Locale.ENGLISH),
          DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.ENGLISH)
              .withZone(ZoneOffset.UTC));

  private RetryAfter() {}

  /**
   * How long to wait, counted from now: 0 to 24 hours; empty if the value is neither a number of
   * seconds nor a date.
   */
  static Optional<Duration> parse(String value, Instant now) {
    var text = value.strip();
    if (text.matches("[0-9]+")) {
      return Optional.of(bounded(seconds(text)));
    }
    return DATES.stream()
        .flatMap(format -> date(text, format).stream())
        .findFirst()
        .map(date -> bounded(Duration.between(now, date)));
  }

  /** As many seconds as a provider names in a body; empty if there is nothing to wait for. */
  static Optional<Duration> seconds(BigDecimal wait) {
    if (wait.signum() <= 0) {
      return Optional.empty();
    }
    var day = BigDecimal.valueOf(LONGEST.toSeconds());
    return Optional.of(
        wait.compareTo(day) >= 0
            ? LONGEST
            // Up to the next millisecond: asked again a moment early, it would refuse again.
            : Duration.ofMillis(wait.movePointRight(3).setScale(0, RoundingMode.UP).longValue()));
  }

  private static Duration seconds(String digits) {
    // More digits than a day has seconds in: no need to know how many.
    return digits.length() > 9 ? LONGEST : Duration.ofSeconds(Long.parseLong(digits));
  }

  private static Optional<Instant> date(String text, DateTimeFormatter format) {
    try {
      return Optional.of(ZonedDateTime.parse(text, format).toInstant());
    } catch (DateTimeException anotherForm) {
      return Optional.empty();
    }
  }

  private static Duration bounded(Duration wait) {
    if (wait.isNegative()) {
      return Duration.ZERO;
    }
    return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
  }
}
