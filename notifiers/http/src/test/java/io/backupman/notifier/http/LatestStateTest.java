package io.backupman.notifier.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.backupman.notifier.spi.Destination;
import io.backupman.notifier.spi.NotificationException;
import io.backupman.notifier.spi.NotificationException.Outcome;
import io.backupman.notifier.spi.Receipt;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class LatestStateTest {
  private static final Destination CHECK = Destination.of("check");
  private static final Instant ONE = Instant.ofEpochSecond(1);
  private static final Instant TWO = Instant.ofEpochSecond(2);

  private final LatestState states = new LatestState();
  private final List<String> told = new ArrayList<>();

  @Test
  void tellsStatesAsTheyCome() throws Exception {
    states.announce(CHECK, "db", ONE, telling("start"));
    states.tell(CHECK, "db", ONE, telling("failed"));
    states.tell(CHECK, "db", TWO, telling("finished"));
    states.tell(CHECK, "db", TWO, telling("finished again"));

    assertThat(told).containsExactly("start", "failed", "finished", "finished again");
  }

  @Test
  void leavesOutWhatANewerStateHasOvertaken() throws Exception {
    states.tell(CHECK, "db", TWO, telling("finished"));
    var late = states.tell(CHECK, "db", ONE, telling("failed"));
    states.announce(CHECK, "db", TWO, telling("start"));

    assertThat(told).containsExactly("finished");
    assertThat(late.detail()).startsWith("Not sent: ");
  }

  @Test
  void keepsThingsAndDestinationsApart() throws Exception {
    states.tell(CHECK, "db", TWO, telling("finished"));
    states.tell(CHECK, "other", ONE, telling("other"));
    states.tell(Destination.of("elsewhere"), "db", ONE, telling("elsewhere"));

    assertThat(told).containsExactly("finished", "other", "elsewhere");
  }

  @Test
  void aStateThatDidNotGetThereOvertakesNothing() throws Exception {
    assertThatThrownBy(
            () ->
                states.tell(
                    CHECK,
                    "db",
                    TWO,
                    () -> {
                      throw NotificationException.retryable("Down.");
                    }))
        .isInstanceOf(NotificationException.class);
    states.tell(CHECK, "db", ONE, telling("failed"));

    assertThat(told).containsExactly("failed");
  }

  @Test
  void aStateWaitsForTheOneThatIsOnItsWay() throws Exception {
    var end = Thread.ofPlatform().unstarted(() -> finish());
    states.announce(
        CHECK,
        "db",
        ONE,
        () -> {
          end.start();
          while (end.isAlive() && end.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
          }
          return telling("start").make();
        });
    end.join();

    assertThat(told).containsExactly("start", "finished");
  }

  @Test
  void aStateDoesNotWaitForEverForTheOneThatIsOnItsWay() throws Exception {
    var impatient = new LatestState(Duration.ofMillis(10));
    var failures = new ArrayList<Throwable>();
    impatient.tell(
        CHECK,
        "db",
        ONE,
        () -> {
          for (var late :
              List.<ThrowingCallable>of(
                  () -> impatient.tell(CHECK, "db", TWO, telling("finished")),
                  () -> impatient.announce(CHECK, "db", TWO, telling("start")))) {
            var thread = Thread.ofPlatform().start(() -> failures.add(catchThrowable(late)));
            assertThat(thread.join(Duration.ofSeconds(30))).isTrue();
          }
          return telling("failed").make();
        });
    impatient.tell(CHECK, "db", TWO, telling("finished"));

    assertThat(told).containsExactly("failed", "finished");
    assertThat(failures)
        .hasSize(2)
        .allSatisfy(
            failure ->
                assertThat(failure)
                    .isInstanceOfSatisfying(
                        NotificationException.class,
                        thrown -> assertThat(thrown.outcome()).isEqualTo(Outcome.RETRY))
                    .hasMessage("An earlier report about it is still being told."));
  }

  private void finish() {
    try {
      states.tell(CHECK, "db", TWO, telling("finished"));
    } catch (NotificationException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private LatestState.Attempt telling(String what) {
    return () -> {
      told.add(what);
      return Receipt.taken();
    };
  }
}
