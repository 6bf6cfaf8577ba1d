package io.backupman.core.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Backups each night, and a clock that may jump. */
class LivedClockTest {
  private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration TWO_MONTHS = Duration.ofDays(60);
  private static final Duration QUARTER = Duration.ofDays(90);

  @Test
  void timeInWhichBackupsEndCountsAsItIs() {
    assertThat(LivedClock.lived(nights(40, NOW), NOW, QUARTER)).isEqualTo(NOW);
    assertThat(LivedClock.lived(List.of(), NOW, QUARTER)).isEqualTo(NOW);
    assertThat(LivedClock.lived(List.of(NOW.minus(TWO_MONTHS), NOW), NOW, QUARTER)).isEqualTo(NOW);
  }

  @Test
  void aJumpOfTheClockMakesNothingOld() {
    var ahead = NOW.plus(TWO_MONTHS);

    assertThat(LivedClock.lived(nights(40, NOW), ahead, QUARTER))
        .isBefore(NOW.plus(DAY.multipliedBy(4)));
  }

  @Test
  void backupsThatEndAfterTheJumpAreNoProofOfIt() {
    var ahead = NOW.plus(TWO_MONTHS);
    for (var before : List.of(2, 3, 40)) {
      var ended = nights(before, NOW);
      ended.addAll(nights(3, ahead));

      assertThat(LivedClock.lived(ended, ahead, QUARTER)).isBefore(NOW.plus(DAY.multipliedBy(7)));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 30})
  void whatIsKeptForAFewDaysStaysAlsoIfTheClockIsAheadByAFewDays(int daysKept) {
    var age = DAY.multipliedBy(daysKept);
    var kept = nights(40, NOW).stream().filter(at -> at.isAfter(NOW.minus(age))).toList();
    for (var hours = 30; hours < 24 * 40; hours++) {
      var ahead = NOW.plus(Duration.ofHours(hours));

      var lived = LivedClock.lived(nights(40, NOW), ahead, age);

      assertThat(lived).as("%s hours", hours).isBefore(NOW.plus(age.dividedBy(3)));
      if (daysKept < 3) {
        assertThat(kept).allSatisfy(at -> assertThat(at).isAfter(lived.minus(age)));
      }
    }
  }

  @Test
  void whoeverBacksUpOftenIsSaferStill() {
    var ended = Stream.iterate(NOW, at -> at.minus(Duration.ofMinutes(30))).limit(200).toList();
    var age = DAY.multipliedBy(2);
    for (var hours = 0; hours < 24 * 40; hours++) {
      var ahead = NOW.plus(Duration.ofHours(hours));

      assertThat(LivedClock.lived(ended.reversed(), ahead, age))
          .isBeforeOrEqualTo(NOW.plus(age.dividedBy(3)));
    }
  }

  @Test
  void aBackupThatIsLateByHoursMakesNothingYounger() {
    var late = NOW.plus(Duration.ofHours(18));
    for (var days : List.of(2, 7, 30)) {
      assertThat(LivedClock.lived(nights(40, NOW), late, DAY.multipliedBy(days))).isEqualTo(late);
    }
  }

  @Test
  void aTimeInWhichNothingRanCountsOnceBackupsHaveEndedForAWeek() {
    var ended = nights(40, NOW.minus(TWO_MONTHS));
    ended.addAll(nights(8, NOW));

    assertThat(LivedClock.lived(ended, NOW, QUARTER)).isEqualTo(NOW);
  }

  @Test
  void weekendsAndRareBackupsAreNoJumps() {
    for (var days : List.of(3, 7, 30)) {
      var ended = new ArrayList<Instant>();
      for (var i = 12; i > 0; i--) {
        ended.add(NOW.minus(Duration.ofDays(days).multipliedBy(i)));
        ended.add(NOW.minus(Duration.ofDays(days).multipliedBy(i)).plusSeconds(60));
      }

      assertThat(LivedClock.lived(ended, NOW, QUARTER)).isEqualTo(NOW);
    }
  }

  /** The oldest first, the last one some hours ago. */
  private static List<Instant> nights(int count, Instant now) {
    var nights = new ArrayList<Instant>();
    for (var i = count - 1; i >= 0; i--) {
      nights.add(now.minus(Duration.ofHours(9)).minus(DAY.multipliedBy(i)));
    }
    return nights;
  }
}
