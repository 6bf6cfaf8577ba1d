package io.backupman.core.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class IdBoundsTest {
  private static final Instant TIME = Instant.parse("2026-11-23T10:00:00.123Z");

  @Test
  void theLowestIdentifierOfATimeIsTheSmallestThatCanBeMadeThen() {
    assertThat(IdBounds.lowest(TIME)).isEqualTo(UuidCreator.getTimeOrderedEpochMin(TIME));
    assertThat(IdBounds.lowest(TIME).version()).isEqualTo(7);
    assertThat(IdBounds.lowest(TIME).variant()).isEqualTo(2);
  }

  @Test
  void aTimeWithinAMillisecondCountsAsTheNextOne() {
    assertThat(IdBounds.lowest(TIME.plusNanos(1))).isEqualTo(IdBounds.lowest(TIME.plusMillis(1)));
  }

  @Test
  void timesBeyondWhatIdentifiersKnowAreTheFirstOrTheLast() {
    assertThat(IdBounds.lowest(Instant.EPOCH.minusSeconds(1)))
        .isEqualTo(IdBounds.lowest(Instant.EPOCH));
    assertThat(IdBounds.lowest(Instant.parse("+12000-01-01T00:00:00Z")).toString())
        .startsWith("ffffffff-ffff-7")
        .isEqualTo(IdBounds.lowest(Instant.MAX).toString());
    assertThat(IdBounds.lowest(Instant.MIN)).isEqualTo(IdBounds.lowest(Instant.EPOCH));
  }
}
