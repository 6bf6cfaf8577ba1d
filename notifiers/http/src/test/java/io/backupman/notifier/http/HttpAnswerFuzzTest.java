package io.backupman.notifier.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.backupman.notifier.spi.HttpResponse;
import io.backupman.notifier.spi.NotificationException;
import io.backupman.notifier.spi.NotificationException.Outcome;
import io.backupman.notifier.spi.Secret;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a receiver answers, what it means is known, and is told in a line without secrets. */
@Timeout(60)
class HttpAnswerFuzzTest {
  private static final String TOKEN = "tok-7f3a9c51e2";
  private static final String KEY = "B0123456789abcdefghijklmnop";
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2025-07-02T10:05:01Z"), ZoneOffset.UTC);

  private final HttpCall call =
      HttpCall.post(URI.create("https://hooks.example.com/services/" + KEY))
          .secretPath()
          .secret(Secret.of(TOKEN))
          .header("Authorization", "Bearer " + TOKEN)
          .build();

  /** The status by three digits, then what is the value of a header and the body. */
  static Stream<byte[]> examples() {
    return Stream.of(
            "200ok",
            "301https://example.com/" + KEY,
            "302http://[bad",
            "410gone\r\n\u0085\u009b31m\u2028",
            "429120",
            "503" + "x".repeat(1030 - TOKEN.length()) + TOKEN,
            "500to\u0000k-7f3a9c51e2",
            "404t\u0085ok-7f3a9c51e2 \ud83d\udc2c".repeat(70))
        .map(text -> text.getBytes(UTF_8));
  }

  @MethodSource("examples")
  @FuzzTest
  void itsMeaningIsToldInALine(byte[] sent) {
    var rest = Arrays.copyOfRange(sent, Math.min(3, sent.length), sent.length);
    var value = new String(rest, UTF_8).replaceAll("[\r\n]", " ").strip();
    var answer =
        new HttpAnswer(
            call,
            HttpResponse.of(
                status(sent), Map.of("Retry-After", value, "Location", value), rest, true),
            CLOCK);
    try {
      var receipt = answer.receipt();
      assertThat(answer.status()).isBetween(200, 299);
      assertIsLine(receipt.detail());
    } catch (NotificationException e) {
      assertThat(answer.status() / 100).isNotEqualTo(2);
      assertThat(e.outcome())
          .isEqualTo(answer.status() == 410 ? Outcome.PERMANENT : Outcome.RETRYABLE);
      e.retryAfter()
          .ifPresent(wait -> assertThat(wait).isBetween(Duration.ZERO, Duration.ofHours(24)));
      assertIsLine(Objects.requireNonNull(e.getMessage()));
    }
  }

  private static int status(byte[] sent) {
    int number = 0;
    for (int i = 0; i < Math.min(3, sent.length); i++) {
      number = 10 * number + Math.floorMod(sent[i] - '0', 10);
    }
    return Math.clamp(number, 101, 999);
  }

  private static void assertIsLine(String text) {
    assertThat(text).hasSizeLessThanOrEqualTo(1300).doesNotContain(TOKEN, KEY);
    assertThat(text.chars().filter(HttpAnswerFuzzTest::breaksALine).boxed()).isEmpty();
  }

  private static boolean breaksALine(int c) {
    return Character.isISOControl(c) || c == '\u2028' || c == '\u2029';
  }
}
