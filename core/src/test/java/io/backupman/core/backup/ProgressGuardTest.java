package io.backupman.core.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class ProgressGuardTest {
  private static final Duration LONG = Duration.ofHours(1);

  private final AtomicBoolean interrupted = new AtomicBoolean();
  private final CountDownLatch hanging = new CountDownLatch(1);

  @Test
  void givesWhatTheWorkGives() throws InterruptedException {
    assertThat(new ProgressGuard(LONG, LONG).run("dump", () -> "done")).isEqualTo("done");
  }

  @Test
  void passesOnWhatTheWorkThrows() {
    assertThatThrownBy(
            () ->
                new ProgressGuard(LONG, LONG)
                    .run(
                        "dump",
                        () -> {
                          throw new IllegalArgumentException("as it is");
                        }))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("as it is");
  }

  @Test
  void interruptsWorkThatStandsStill() {
    assertThatThrownBy(() -> new ProgressGuard(LONG, Duration.ofSeconds(1)).run("dump", this::hang))
        .isInstanceOf(BackupStoppedException.class)
        .hasMessage("The dump made no progress for 1 second and was stopped.");
    assertThat(interrupted).isTrue();
  }

  @Test
  void interruptsWorkThatTakesTooLongThoughItMakesProgress() {
    var guard = new ProgressGuard(Duration.ofSeconds(1), LONG);

    assertThatThrownBy(
            () ->
                guard.run(
                    "dump",
                    () -> {
                      guard.progress().accept(1);
                      return hang();
                    }))
        .hasMessage("The dump took longer than 1 second and was stopped.");
    assertThat(interrupted).isTrue();
  }

  @Test
  void interruptsTheWorkWhenItIsInterruptedItself() throws InterruptedException {
    var thrown = new AtomicBoolean();
    var caller =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    new ProgressGuard(LONG, LONG).run("dump", this::hang);
                  } catch (InterruptedException e) {
                    thrown.set(true);
                  }
                });
    hanging.await();
    caller.interrupt();

    await().untilTrue(thrown);
    await().untilTrue(interrupted);
    caller.join();
  }

  /** As SQLite does, or a compression that always finds something to do. */
  @Test
  void workThatNeverLetsGoOfItsProcessorDoesNotKeepItsGuardFromStoppingIt() {
    var processors = Runtime.getRuntime().availableProcessors();
    var stopped = new CountDownLatch(processors);
    var end = new AtomicBoolean();
    for (var i = 0; i < processors; i++) {
      Thread.ofVirtual()
          .start(
              () -> {
                try {
                  new ProgressGuard(Duration.ofSeconds(1), LONG).run("dump", () -> spin(end));
                } catch (BackupStoppedException | InterruptedException e) {
                  stopped.countDown();
                }
              });
    }
    try {
      await().until(() -> stopped.getCount() == 0);
    } finally {
      end.set(true);
    }
  }

  private static String spin(AtomicBoolean end) {
    while (!end.get() && !Thread.currentThread().isInterrupted()) {
      Thread.onSpinWait();
    }
    return "never";
  }

  private String hang() throws InterruptedException {
    try {
      hanging.countDown();
      new CountDownLatch(1).await();
      return "never";
    } catch (InterruptedException e) {
      interrupted.set(true);
      throw e;
    }
  }
}
