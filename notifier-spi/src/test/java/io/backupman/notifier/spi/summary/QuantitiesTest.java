package io.backupman.notifier.spi.summary;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Times and sizes as people say them. */
class QuantitiesTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0 bytes",
    "1, 1 byte",
    "1023, 1023 bytes",
    "1024, 1.0 KiB",
    "1048575, 1.0 MiB",
    "617845555, 589.2 MiB",
    "1165000000, 1.1 GiB",
    "9223372036854775807, 8.0 EiB"
  })
  void sizesHaveAUnitThatFits(long bytes, String words) {
    assertThat(Quantities.size(bytes)).isEqualTo(words);
  }

  @ParameterizedTest
  @CsvSource({
    "PT-5S, 0.0 s",
    "PT0.05S, 0.1 s",
    "PT3.4S, 3.4 s",
    "PT1M, 1 min",
    "PT5M12S, 5 min 12 s",
    "PT2H, 2 h",
    "PT2H5M59S, 2 h 5 min",
    "P1DT3H59M, 1 d 3 h"
  })
  void durationsHaveTheTwoUnitsThatMatter(Duration duration, String words) {
    assertThat(Quantities.duration(duration)).isEqualTo(words);
  }

  @Test
  void timesNameTheirZone() {
    var time = Instant.parse("2025-07-02T10:05:07Z");

    assertThat(Quantities.time(time, ZoneOffset.UTC)).isEqualTo("Wed 2 Jul 2025, 10:05:07 UTC");
    assertThat(Quantities.time(time, ZoneId.of("Europe/Berlin")))
        .isEqualTo("Wed 2 Jul 2025, 12:05:07 CEST");
  }
}
