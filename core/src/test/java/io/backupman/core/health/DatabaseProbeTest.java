package io.backupman.core.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.backupman.core.health.HealthCheck.Component;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DatabaseProbeTest {
  private final CountDownLatch answers = new CountDownLatch(1);
  private final AtomicInteger asked = new AtomicInteger();

  @Test
  void doesNotWaitForADatabaseThatHangsNorAskItTwice() {
    var probe = new DatabaseProbe(this::hang, Duration.ofSeconds(1), Duration.ZERO);

    assertThat(probe.look()).isEqualTo(new Component(false, "No answer within 1.0 s."));
    assertThat(probe.look().up()).isFalse();
    assertThat(asked).hasValue(1);

    answers.countDown();
    await().until(() -> probe.look().up());
  }

  @Test
  void saysWhatIsWrong() {
    var probe =
        new DatabaseProbe(
            () -> {
              throw new IllegalStateException("It does not answer.");
            });

    assertThat(probe.look()).isEqualTo(new Component(false, "It does not answer."));
  }

  @Test
  void givesEveryoneTheSameAnswerForAWhile() {
    var probe =
        new DatabaseProbe(asked::incrementAndGet, Duration.ofSeconds(9), Duration.ofHours(1));

    assertThat(probe.look()).isEqualTo(new Component(true, ""));
    assertThat(probe.look().up()).isTrue();
    assertThat(asked).hasValue(1);
  }

  private void hang() {
    asked.incrementAndGet();
    try {
      answers.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
