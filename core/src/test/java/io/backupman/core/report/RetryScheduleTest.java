package io.backupman.core.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
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
  void spansTheLongestTimeToTheLastAttempt() {
    assertThat(schedule.span()).isEqualTo(Duration.parse("PT57H42M6S"));
  }
}
