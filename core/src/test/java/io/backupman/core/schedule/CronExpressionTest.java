package io.backupman.core.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CronExpressionTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  /** 02:00 becomes 03:00. */
  private static final Instant SPRING = Instant.parse("2026-03-29T01:00:00Z");

  /** 03:00 becomes 02:00. */
  private static final Instant AUTUMN = Instant.parse("2026-10-25T01:00:00Z");

  /** A Thursday. */
  private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 0 3 * * * | 2026-11-27T03:00 2026-11-28T03:00",
        "0 3 * * * | 2026-11-27T03:00 2026-11-28T03:00",
        "@daily | 2026-11-27T00:00 2026-11-28T00:00",
        "@hourly | 2026-11-26T13:00 2026-11-26T14:00",
        "@weekly | 2026-11-29T00:00 2026-12-06T00:00",
        "@monthly | 2026-12-01T00:00 2027-01-01T00:00",
        "@yearly | 2027-01-01T00:00 2028-01-01T00:00",
        "* * * * * * | 2026-11-26T12:00:01 2026-11-26T12:00:02",
        "0/15 8-18 * * MON-FRI | 2026-11-26T12:15 2026-11-26T12:30",
        "0 0 13 * 5 | 2026-11-27T00:00 2026-12-04T00:00",
        "0 0 13 * ? | 2026-12-13T00:00 2027-01-13T00:00",
        "0 2 L * * | 2026-11-30T02:00 2026-12-31T02:00",
        "0 2 * * 7 | 2026-11-29T02:00 2026-12-06T02:00",
        "0 2 * * 5#2 | 2026-12-11T02:00 2027-01-08T02:00",
        "0 0 29 2 * | 2028-02-29T00:00 2032-02-29T00:00",
        "5,10 0 3 * * * | 2026-11-27T03:00:05 2026-11-27T03:00:10",
      })
  void comesAtItsTimes(String cron, String times) {
    var expected = List.of(times.split(" ")).stream().map(LocalDateTime::parse).toList();

    assertThat(times(cron, NOW, ZoneOffset.UTC, 2)).isEqualTo(expected);
  }

  @Test
  void aTimeThatIsLeftOutInSpringComesAtTheMomentAfter() {
    assertThat(moments("0 30 2 * * *", SPRING.minusSeconds(7200), 2))
        .containsExactly(SPRING, Instant.parse("2026-03-30T00:30:00Z"));
  }

  @Test
  void aTimeThatComesTwiceInAutumnCountsOnce() {
    assertThat(moments("0 30 2 * * *", AUTUMN.minusSeconds(7200), 2))
        .containsExactly(
            Instant.parse("2026-10-25T00:30:00Z"), Instant.parse("2026-10-26T01:30:00Z"));
    assertThat(moments("0 30 2 * * *", AUTUMN.plusSeconds(60), 1))
        .containsExactly(Instant.parse("2026-10-26T01:30:00Z"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0 0 * * * *", "0 0 0-23 * * *", "0 0 0-11,12-23 * * *", "0 0 */1 * * *"})
  void everyHourIsEveryHourHoweverItIsWritten(String cron) {
    var expression = CronExpression.parse(cron);

    var first = expression.next(AUTUMN.minusSeconds(3601), BERLIN).orElseThrow();
    var second = expression.next(first, BERLIN).orElseThrow();

    assertThat(first).isEqualTo(AUTUMN.minusSeconds(3600));
    assertThat(second).isEqualTo(AUTUMN);
  }

  @Test
  void everySecondHourIsATimeOnTheClock() {
    var expression = CronExpression.parse("0 0 */2 * * *");

    assertThat(expression.next(SPRING.minusSeconds(1), BERLIN)).contains(SPRING);
    assertThat(expression.next(AUTUMN.minusSeconds(3601), BERLIN))
        .contains(AUTUMN.minusSeconds(3600));
    assertThat(expression.next(AUTUMN.minusSeconds(3600), BERLIN))
        .contains(Instant.parse("2026-10-25T03:00:00Z"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0 3 * * SUN-TUE", "0 3 * * sun-tue", "0 3 * * 0-2", "0 3 * * SUN,MON,TUE"})
  void aWeekMayBeginWithSunday(String cron) {
    var expression = CronExpression.parse(cron);

    var monday = expression.next(Instant.parse("2026-11-29T03:00:00Z"), ZoneOffset.UTC);
    assertThat(expression.next(NOW, ZoneOffset.UTC))
        .contains(Instant.parse("2026-11-29T03:00:00Z"));
    assertThat(monday).contains(Instant.parse("2026-11-30T03:00:00Z"));
    assertThat(expression.next(Instant.parse("2026-12-01T03:00:00Z"), ZoneOffset.UTC))
        .contains(Instant.parse("2026-12-06T03:00:00Z"));
  }

  @Test
  void whatRunsInEveryHourGoesByElapsedTime() {
    assertThat(moments("0 0/30 * * * *", AUTUMN.minusSeconds(3600), 4))
        .containsExactly(
            AUTUMN.minusSeconds(1800), AUTUMN, AUTUMN.plusSeconds(1800), AUTUMN.plusSeconds(3600));
    assertThat(moments("0 0/30 * * * *", SPRING.minusSeconds(3600), 3))
        .containsExactly(SPRING.minusSeconds(1800), SPRING, SPRING.plusSeconds(1800));
    assertThat(moments("0 0 */4 * * *", SPRING.minusSeconds(7200), 1))
        .containsExactly(Instant.parse("2026-03-29T02:00:00Z"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 0 25 * * * | must be a cron expression: Value 25 not in range [0, 23]",
        "0 22-2 * * * | must be a cron expression: Invalid range! [22,2]",
        "0 0 30 2 * | must have a time at which it runs, which this has not",
        "every day | must have five fields (minute, hour, day of the month, month, day of the week),"
            + " or six with the second first",
        "0 0 0 3 * * * | must have five fields (minute, hour, day of the month, month, day of the"
            + " week), or six with the second first",
        "0 0 x * * * | must be a cron expression: Invalid chars in expression! Expression: X Invalid"
            + " chars: X",
        "0 0 1-2/ * * * | must be a cron expression: 1-2/ is no field",
        "0 0 1-2- * * * | must be a cron expression: 1-2- is no field",
        "0 0 * * MON# | must be a cron expression: MON# is no field",
        "0 0 * * ,MON | must be a cron expression: ,MON is no field",
        "0 0 1,L * * | must be a cron expression: 1,L is no day of the month; 1W to 28W, L, LW and the"
            + " like of L-3 stand alone",
        "0 0 30W * * | must be a cron expression: 30W is no day of the month; 1W to 28W, L, LW and the"
            + " like of L-3 stand alone",
        "0 0 * * 1-L | must be a cron expression: 1-L is no field",
      })
  void saysWhatIsWrong(String cron, String problem) {
    assertThatThrownBy(() -> CronExpression.parse(cron))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(problem);
  }

  @Test
  void anotherExpressionBesideItIsNoField() {
    assertThatThrownBy(() -> CronExpression.parse("0|15 3 * * *"))
        .hasMessage("must be a cron expression: 0|15 is no field");
  }

  private static List<Instant> moments(String cron, Instant after, int count) {
    var expression = CronExpression.parse(cron);
    var moments = new ArrayList<Instant>();
    var last = after;
    while (moments.size() < count) {
      last = expression.next(last, BERLIN).orElseThrow();
      moments.add(last);
    }
    return moments;
  }

  private static List<LocalDateTime> times(String cron, Instant after, ZoneId zone, int count) {
    var expression = CronExpression.parse(cron);
    var times = new ArrayList<LocalDateTime>();
    var last = after;
    while (times.size() < count) {
      last = expression.next(last, zone).orElseThrow();
      times.add(LocalDateTime.ofInstant(last, zone));
    }
    return times;
  }
}
