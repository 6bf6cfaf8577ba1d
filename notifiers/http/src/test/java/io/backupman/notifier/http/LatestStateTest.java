package io.backupman.notifier.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.backupman.notifier.spi.Destination;
import io.backupman.notifier.spi.Notification;
import io.backupman.notifier.spi.NotificationException;
import io.backupman.notifier.spi.NotificationException.Outcome;
import io.backupman.notifier.spi.Receipt;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class LatestStateTest {
  private static final Destination CHECK = Destination.of("check");
  private static final Notification ONE = at(1).build();
  private static final Notification TWO = at(2).build();

  private final LatestState states = new LatestState();
  private final List<String> told = new ArrayList<>();

  @Test
  void tellsStatesAsTheyCome() throws Exception {
    states.announce(ONE, CHECK, "db", telling("start"));
    states.tell(ONE, CHECK, "db", telling("failed"));
    states.tell(TWO, CHECK, "db", telling("finished"));
    states.tell(TWO, CHECK, "db", telling("finished again"));

    assertThat(told).containsExactly("start", "failed", "finished", "finished again");
  }

  @Test
  void skipsWhatANewerStateHasOvertaken() throws Exception {
    states.tell(TWO, CHECK, "db", telling("finished"));

    skips(() -> states.tell(ONE, CHECK, "db", telling("failed")));
    skips(() -> states.announce(TWO, CHECK, "db", telling("start")));
    assertThat(told).containsExactly("finished");
  }

  @Test
  void skipsWhatSomethingWasDeliveredAfterThatThisProcessDoesNotKnowOf() {
    var late = at(1).superseded(true).build();

    skips(() -> states.tell(late, CHECK, "db", telling("failed")));
    skips(() -> states.announce(late, CHECK, "db", telling("start")));
    assertThat(told).isEmpty();
  }

  private static void skips(ThrowingCallable telling) {
    assertThatThrownBy(telling)
        .isInstanceOfSatisfying(
            NotificationException.class,
            thrown -> assertThat(thrown.outcome()).isEqualTo(Outcome.SKIPPED))
        .hasMessageStartingWith("Not sent: ");
  }

  @Test
  void keepsThingsAndDestinationsApart() throws Exception {
    states.tell(TWO, CHECK, "db", telling("finished"));
    states.tell(ONE, CHECK, "other", telling("other"));
    states.tell(ONE, Destination.of("elsewhere"), "db", telling("elsewhere"));

    assertThat(told).containsExactly("finished", "other", "elsewhere");
  }

  @Test
  void aStateThatDidNotGetThereOvertakesNothing() throws Exception {
    assertThatThrownBy(
            () ->
                states.tell(
                    TWO,
                    CHECK,
                    "db",
                    () -> {
                      throw NotificationException.retryable("Down.");
                    }))
        .isInstanceOf(NotificationException.class);
    states.tell(ONE, CHECK, "db", telling("failed"));

    assertThat(told).containsExactly("failed");
  }

  @Test
  void aStateWaitsForTheOneThatIsOnItsWay() throws Exception {
    var end = Thread.ofPlatform().unstarted(() -> finish());
    states.announce(
        ONE,
        CHECK,
        "db",
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
        ONE,
        CHECK,
        "db",
        () -> {
          for (var late :
              List.<ThrowingCallable>of(
                  () -> impatient.tell(TWO, CHECK, "db", telling("finished")),
                  () -> impatient.announce(TWO, CHECK, "db", telling("start")))) {
            var thread = Thread.ofPlatform().start(() -> failures.add(catchThrowable(late)));
            assertThat(thread.join(Duration.ofSeconds(30))).isTrue();
          }
          return telling("failed").make();
        });
    impatient.tell(TWO, CHECK, "db", telling("finished"));

    assertThat(told).containsExactly("failed", "finished");
    assertThat(failures)
        .hasSize(2)
        .allSatisfy(
            failure ->
                assertThat(failure)
                    .isInstanceOfSatisfying(
                        NotificationException.class,
                        thrown -> assertThat(thrown.outcome()).isEqualTo(Outcome.RETRYABLE))
                    .hasMessage("An earlier report about it is still being told."));
  }

  private void finish() {
    try {
      states.tell(TWO, CHECK, "db", telling("finished"));
    } catch (NotificationException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static Notification.Builder at(long second) {
    return Notification.builder(
        UUID.randomUUID(),
        UUID.randomUUID(),
        Notification.BACKUP_REPORT,
        Instant.ofEpochSecond(second));
  }

  private LatestState.Attempt telling(String what) {
    return () -> {
      told.add(what);
      return Receipt.taken();
    };
  }
}
