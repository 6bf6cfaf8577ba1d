package io.backupman.core.report.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.core.notifier.Notifiers;
import io.backupman.core.report.Route;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RateLimitsTest {
  private static final Route ANN = new Route("chat", "Ann");
  private static final Duration LONG = Duration.ofHours(1);

  private long nanos = Long.MAX_VALUE - Duration.ofSeconds(5).toNanos(); // it may run over
  private final RateLimits limits = new RateLimits(() -> nanos);

  @Test
  void whoAsksForTimeGetsItAndThenOneByOne() {
    assertThat(limits.allowed(ANN, 8, 0)).isEqualTo(8);
    limits.refused(ANN, Duration.ofSeconds(60));

    pass(Duration.ofMillis(59_999));
    assertThat(limits.allowed(ANN, 8, 0)).isZero();
    assertThat(limits.allowed(new Route("chat", "Bob"), 8, 0)).as("another one").isEqualTo(8);
    assertThat(limits.untilNext(LONG)).isEqualTo(Duration.ofMillis(1));

    pass(Duration.ofMillis(1));
    assertThat(limits.allowed(ANN, 8, 0)).isEqualTo(1);
    limits.began(ANN);
    assertThat(limits.allowed(ANN, 8, 0)).isZero();
    assertThat(limits.untilNext(LONG)).isEqualTo(Duration.ofSeconds(60));
  }

  @Test
  void whileOneIsBeingSentNoOtherIs() {
    limits.refused(ANN, Duration.ofSeconds(60));
    pass(Duration.ofSeconds(60));

    assertThat(limits.allowed(ANN, 7, 1)).isZero();
  }

  @Test
  void aLongHoldIsNoPace() {
    limits.refused(ANN, Duration.ofDays(1));
    pass(Duration.ofDays(1));
    limits.began(ANN);
    assertThat(limits.untilNext(LONG)).isEqualTo(Duration.ofMinutes(1));

    limits.delivered(ANN);
    pass(Duration.ofMinutes(1));
    limits.began(ANN);

    assertThat(limits.untilNext(LONG)).as("and soon none").isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void whatHasReplacedTheNotifiersHasNoLimits() {
    limits.knowOnly(Notifiers.NONE);
    limits.refused(ANN, Duration.ofDays(1));
    limits.knowOnly(Notifiers.NONE);
    assertThat(limits.allowed(ANN, 8, 0)).isZero();

    limits.knowOnly(new Notifiers(List.of(), List.of()));

    assertThat(limits.allowed(ANN, 8, 0)).isEqualTo(8);
  }

  @Test
  void thePaceIsWhatWasTakenBeforeTheRefusal() {
    limits.refused(ANN, Duration.ofSeconds(2));
    pass(Duration.ofSeconds(2));
    for (int i = 0; i < 5; i++) {
      limits.delivered(ANN);
    }
    limits.refused(ANN, Duration.ofSeconds(2));
    pass(Duration.ofSeconds(2));
    limits.began(ANN);

    assertThat(limits.untilNext(LONG)).as("five in two seconds").isEqualTo(Duration.ofMillis(400));
  }

  @Test
  void thoseRefusedTogetherChangeThePaceOnce() {
    limits.refused(ANN, Duration.ofSeconds(2));
    limits.refused(ANN, Duration.ofSeconds(3));
    limits.refused(ANN, Duration.ofSeconds(1));

    assertThat(limits.untilNext(LONG)).as("the longest wait").isEqualTo(Duration.ofSeconds(3));
    pass(Duration.ofSeconds(3));
    limits.began(ANN);
    assertThat(limits.untilNext(LONG)).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void aLimitThatIsNotMetAnyMoreIsForgotten() {
    limits.refused(ANN, Duration.ofSeconds(1));
    pass(Duration.ofSeconds(1));
    for (int i = 0; i < 200; i++) {
      limits.delivered(ANN);
    }

    assertThat(limits.allowed(ANN, 8, 0)).isEqualTo(8);
  }

  private void pass(Duration time) {
    nanos += time.toNanos();
  }
}
