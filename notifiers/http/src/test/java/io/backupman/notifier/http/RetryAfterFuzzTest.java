package io.backupman.notifier.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * However a receiver asks to wait, in the header or in JSON: no longer than a day, no less than
 * not.
 */
@Timeout(60)
class RetryAfterFuzzTest {
  private static final Instant NOW = Instant.parse("2025-07-02T10:05:01Z");
  private static final Duration DAY = Duration.ofHours(24);

  static Stream<byte[]> examples() {
    return Stream.of(
            "120",
            "99999999999999999999999",
            "Wed, 02 Jul 2025 10:05:31 GMT",
            "Wednesday, 02-Jul-25 10:05:31 GMT",
            "Wed Jul  2 10:05:31 2025",
            "Fri, 31 Dec 9999 23:59:59 +1800",
            "0.0001",
            "1e99",
            "1e-999999999",
            "1e999999999",
            "1e9999999999999",
            "-1")
        .map(text -> text.getBytes(UTF_8));
  }

  @MethodSource("examples")
  @FuzzTest
  void aWaitIsNoLongerThanADay(byte[] sent) {
    var text = new String(sent, UTF_8);

    RetryAfter.parse(text, NOW).ifPresent(wait -> assertThat(wait).isBetween(Duration.ZERO, DAY));
    JsonObject.parse("{\"retry_after\":" + text + "}")
        .flatMap(json -> json.seconds("retry_after"))
        .ifPresent(wait -> assertThat(wait).isPositive().isLessThanOrEqualTo(DAY));
  }
}
