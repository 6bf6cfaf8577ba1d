package io.backupman.core.schedule;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is written as a cron expression is refused in words, or has times that go forward. */
@Timeout(60)
class CronExpressionFuzzTest {
  private static final List<ZoneId> ZONES =
      Stream.of("UTC", "Europe/Berlin", "Australia/Lord_Howe").map(ZoneId::of).toList();

  /** Ordinary ones, and those around which clocks are set forward and back. */
  private static final List<Instant> MOMENTS =
      Stream.of(
              "2025-07-02T10:05:01.5Z",
              "2028-02-28T23:59:59.999999999Z",
              "2025-03-30T00:59:59Z",
              "2025-10-26T00:30:00Z",
              "2025-10-26T01:30:00.000000001Z",
              "2025-04-05T14:45:00Z",
              "2025-04-05T15:15:00Z",
              "2025-10-04T15:29:59Z")
          .map(Instant::parse)
          .toList();

  static Stream<byte[]> examples() {
    return Stream.of(
            "0 0 3 * * *",
            "*/5 * * * *",
            "30 2 * * SUN-TUE",
            "0 15 2 L * ?",
            "0 0 12 15W * MON#2",
            "0 0 0 29 2 *",
            "59 59 23 LW 1,3-12/2 5L",
            "15,45 0-11,12-23 * * *",
            "0 0 0 30 2 *",
            "0 0 1-2/ * * 1-L",
            "0 0 30W 2 *",
            "0 0 1,L * *",
            "@weekly")
        .map(text -> text.getBytes(UTF_8));
  }

  @MethodSource("examples")
  @FuzzTest
  void itsTimesGoForward(byte[] written) {
    CronExpression cron;
    try {
      cron = CronExpression.parse(new String(written, UTF_8));
    } catch (IllegalArgumentException e) {
      assertThat(e.getMessage()).startsWith("must ").doesNotContain("cronutils", "Exception");
      return;
    }
    var same = CronExpression.parse(cron.toString());
    for (var zone : ZONES) {
      for (var moment : MOMENTS) {
        var next = cron.next(moment, zone);
        assertThat(same.next(moment, zone)).isEqualTo(next);
        next.ifPresent(time -> assertIsTheNext(cron, moment, time, zone));
      }
    }
  }

  private static void assertIsTheNext(
      CronExpression cron, Instant moment, Instant time, ZoneId zone) {
    assertThat(time).isAfter(moment);
    assertThat(time).isEqualTo(time.truncatedTo(ChronoUnit.SECONDS));
    assertThat(cron.next(time.minusNanos(1), zone)).contains(time);
    cron.next(time, zone).ifPresent(second -> assertThat(second).isAfter(time));
  }
}
