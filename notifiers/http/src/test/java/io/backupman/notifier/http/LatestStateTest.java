package io.backupman.notifier.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.backupman.notifier.spi.Destination;
import io.backupman.notifier.spi.NotificationException;
import io.backupman.notifier.spi.Receipt;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
          while (end.isAlive() && end.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
          }
          return telling("start").make();
        });
    end.join();

    assertThat(told).containsExactly("start", "finished");
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
