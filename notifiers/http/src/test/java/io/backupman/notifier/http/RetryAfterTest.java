package io.backupman.notifier.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {
  private static final Instant NOW = Instant.parse("2025-07-02T10:05:01Z");

  @ParameterizedTest
  @CsvSource({
    "120, PT2M",
    "0, PT0S",
    "' 5 ', PT5S",
    "86401, PT24H",
    "99999999999999999999999, PT24H"
  })
  void readsSeconds(String value, Duration wait) {
    assertThat(RetryAfter.parse(value, NOW)).contains(wait);
  }

  /** The three forms of RFC 9110, section 5.6.7. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Wed, 02 Jul 2025 10:05:31 GMT",
        "Wednesday, 02-Jul-25 10:05:31 GMT",
        "Wed Jul  2 10:05:31 2025"
      })
  void readsEveryFormOfADate(String value) {
    assertThat(RetryAfter.parse(value, NOW).map(Duration::toSeconds)).contains(30L);
  }

  @Test
  void takesADateInThePastAsNow() {
    assertThat(RetryAfter.parse("Sun, 06 Nov 1994 08:00:00 GMT", NOW)).contains(Duration.ZERO);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "-5", "1.5", "2025-07-02T10:00:00Z"})
  void ignoresAnythingElse(String value) {
    assertThat(RetryAfter.parse(value, NOW)).isEmpty();
  }
}
