package io.backupman.core.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.core.testing.SettableClock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ClockSetBackTest {
  private final SettableClock clock = new SettableClock();
  private final AtomicInteger looks = new AtomicInteger();
  private final AtomicInteger told = new AtomicInteger();
  private int pulledIn;

  private final ClockSetBack clockSetBack =
      new ClockSetBack(
          (now, longestWait) -> {
            looks.incrementAndGet();
            return pulledIn;
          },
          attempt -> Duration.ofHours(24),
          clock,
          told::incrementAndGet);

  @Test
  void looksAtFirstThenHourlyAndWhenTheClockShowsLess() {
    assertThat(looksAfter(Duration.ZERO)).isEqualTo(1);
    assertThat(looksAfter(Duration.ofMinutes(59))).isEqualTo(1);
    assertThat(looksAfter(Duration.ofMinutes(1))).isEqualTo(2);
    assertThat(looksAfter(Duration.ZERO)).isEqualTo(2);
    assertThat(looksAfter(Duration.ofMillis(-1))).isEqualTo(3);
  }

  @Test
  void tellsOnlyThatSomethingIsDueSooner() {
    looksAfter(Duration.ZERO);
    assertThat(told).hasValue(0);

    pulledIn = 1;
    looksAfter(Duration.ofHours(1));
    assertThat(told).hasValue(1);
  }

  private int looksAfter(Duration time) {
    clock.advance(time);
    clockSetBack.run();
    return looks.get();
  }
}
