package io.backupman.core.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Backups each night, and a clock that may jump. */
class LivedClockTest {
  private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration TWO_MONTHS = Duration.ofDays(60);

  @Test
  void timeInWhichBackupsEndCountsAsItIs() {
    assertThat(LivedClock.lived(nights(40, NOW), NOW)).isEqualTo(NOW);
    assertThat(LivedClock.lived(List.of(), NOW)).isEqualTo(NOW);
    assertThat(LivedClock.lived(List.of(NOW.minus(TWO_MONTHS), NOW), NOW)).isEqualTo(NOW);
  }

  @Test
  void aJumpOfTheClockMakesNothingOld() {
    var ahead = NOW.plus(TWO_MONTHS);

    assertThat(LivedClock.lived(nights(40, NOW), ahead)).isBefore(NOW.plus(DAY.multipliedBy(4)));
  }

  @Test
  void backupsThatEndAfterTheJumpAreNoProofOfIt() {
    var ahead = NOW.plus(TWO_MONTHS);
    for (var before : List.of(2, 3, 40)) {
      var ended = nights(before, NOW);
      ended.addAll(nights(3, ahead));

      assertThat(LivedClock.lived(ended, ahead)).isBefore(NOW.plus(DAY.multipliedBy(7)));
    }
  }

  @Test
  void aTimeInWhichNothingRanCountsOnceBackupsHaveEndedForAWeek() {
    var ended = nights(40, NOW.minus(TWO_MONTHS));
    ended.addAll(nights(8, NOW));

    assertThat(LivedClock.lived(ended, NOW)).isEqualTo(NOW);
  }

  @Test
  void weekendsAndRareBackupsAreNoJumps() {
    for (var days : List.of(3, 7, 30)) {
      var ended = new ArrayList<Instant>();
      for (var i = 12; i > 0; i--) {
        ended.add(NOW.minus(Duration.ofDays(days).multipliedBy(i)));
        ended.add(NOW.minus(Duration.ofDays(days).multipliedBy(i)).plusSeconds(60));
      }

      assertThat(LivedClock.lived(ended, NOW)).isEqualTo(NOW);
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
