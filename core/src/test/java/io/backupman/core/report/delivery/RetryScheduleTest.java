package io.backupman.core.report.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RetryScheduleTest {
  private final RetrySchedule schedule =
      new RetrySchedule(
          List.of(Duration.ofSeconds(5), Duration.ofMinutes(5), Duration.ofDays(2)), new Random(7));

  @Test
  void waitsAsLongAsTheListSaysSpreadByAFifth() {
    var waits =
        IntStream.range(0, 1_000)
            .mapToObj(i -> schedule.waitAfter(2, Optional.empty()).orElseThrow())
            .toList();

    assertThat(waits).allMatch(w -> w.compareTo(Duration.ofMinutes(4)) >= 0);
    assertThat(waits).allMatch(w -> w.compareTo(Duration.ofMinutes(6)) <= 0);
    assertThat(waits).anyMatch(w -> w.compareTo(Duration.ofSeconds(260)) < 0);
    assertThat(waits).anyMatch(w -> w.compareTo(Duration.ofSeconds(340)) > 0);
  }

  @Test
  void isOverAfterOneMoreAttemptThanThereAreWaits() {
    assertThat(schedule.waitAfter(3, Optional.empty())).isPresent();
    assertThat(schedule.waitAfter(4, Optional.empty())).isEmpty();
    assertThat(schedule.waitAfter(4, Optional.of(Duration.ofHours(1)))).isEmpty();
  }

  @Test
  void honoursALongerWaitThatTheOtherSideAskedForUpToADay() {
    assertThat(schedule.waitAfter(1, Optional.of(Duration.ofHours(2))))
        .contains(Duration.ofHours(2));
    assertThat(schedule.waitAfter(1, Optional.of(Duration.ofDays(400))))
        .contains(Duration.ofHours(24));
  }

  @Test
  void keepsItsOwnWaitWhereTheOtherSideAskedForLess() {
    assertThat(schedule.waitAfter(3, Optional.of(Duration.ofSeconds(1))).orElseThrow())
        .isGreaterThan(Duration.ofHours(38));
  }

  @Test
  void triesAgainAsOftenAsThereAreWaits() {
    assertThat(schedule.retries()).isEqualTo(3);
  }

  @Test
  void spansTheLongestTimeToTheLastAttempt() {
    assertThat(schedule.span()).isEqualTo(Duration.parse("PT57H42M6S"));
  }

  @Test
  void nobodyWaitsLongerThanADayOrTheScheduleAndAFifth() {
    assertThat(schedule.longestWait(0)).isEqualTo(Duration.ofHours(24));
    assertThat(schedule.longestWait(1)).isEqualTo(Duration.ofHours(24));
    assertThat(schedule.longestWait(3)).isEqualTo(Duration.parse("PT57H36M"));
    assertThat(schedule.longestWait(4)).isEqualTo(Duration.ofHours(24));
  }

  @Test
  void knowsHowManyAttemptsThereAreWithinATimeAtMost() {
    assertThat(schedule.attemptsWithin(Duration.ZERO)).isEqualTo(1);
    assertThat(schedule.attemptsWithin(Duration.ofMillis(3_999))).isEqualTo(1);
    assertThat(schedule.attemptsWithin(Duration.ofSeconds(4))).isEqualTo(2);
    assertThat(schedule.attemptsWithin(Duration.ofSeconds(244))).isEqualTo(3);
    assertThat(schedule.attemptsWithin(Duration.ofDays(400))).isEqualTo(4);
    assertThat(schedule.attemptsWithin(Duration.ofSeconds(-1))).isGreaterThan(4);
  }

  @Test
  void theDocumentedWaitsGoOnForEightDaysWithinAFifth() {
    var documented =
        new RetrySchedule(
            Stream.of("5s", "5m", "30m", "2h", "5h", "10h", "10h", "24h", "48h", "96h")
                .map(text -> Duration.parse("PT" + text.toUpperCase(Locale.ROOT)))
                .toList(),
            new Random(7));

    var sums = IntStream.range(0, 1_000).mapToObj(i -> whole(documented)).sorted().toList();

    assertThat(documented.waitAfter(10, Optional.empty())).isPresent();
    assertThat(documented.waitAfter(11, Optional.empty())).isEmpty();
    var plain = Duration.parse("PT195H35M5S");
    assertThat(plain).isGreaterThan(Duration.ofDays(8));
    assertThat(sums.getFirst()).isGreaterThanOrEqualTo(plain.multipliedBy(8).dividedBy(10));
    assertThat(sums.getLast())
        .isLessThanOrEqualTo(documented.span())
        .isLessThanOrEqualTo(plain.multipliedBy(12).dividedBy(10));
    assertThat(sums.get(500)).isBetween(plain.minusHours(4), plain.plusHours(4));
  }

  private static Duration whole(RetrySchedule schedule) {
    return IntStream.rangeClosed(1, 10)
        .mapToObj(attempt -> schedule.waitAfter(attempt, Optional.empty()).orElseThrow())
        .reduce(Duration.ZERO, Duration::plus);
  }

  @Test
  void aWaitThatWasAskedForIsNotSpreadAndDoesNotProlongTheNumberOfAttempts() {
    var asked = Optional.of(Duration.ofHours(20));
    assertThat(IntStream.range(0, 100).mapToObj(i -> schedule.waitAfter(2, asked)))
        .containsOnly(asked);
    assertThat(schedule.waitAfter(4, asked)).isEmpty();
  }
}
