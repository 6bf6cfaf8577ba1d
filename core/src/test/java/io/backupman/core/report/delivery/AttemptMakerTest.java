package io.backupman.core.report.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.backupman.core.notifier.ConfiguredNotifier;
import io.backupman.core.notifier.HungSends;
import io.backupman.core.report.Attempt;
import io.backupman.core.report.Delivery;
import io.backupman.core.report.DeliveryTrigger;
import io.backupman.core.report.delivery.AttemptMaker.Made;
import io.backupman.core.report.delivery.DeliveryQueue.Claim;
import io.backupman.core.testing.RecordingNotifier;
import io.backupman.core.testing.Records;
import io.backupman.core.testing.SettableClock;
import io.backupman.notifier.spi.NotificationException;
import io.backupman.notifier.spi.Receipt;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AttemptMakerTest {
  private final SettableClock clock = new SettableClock();
  private final RecordingNotifier channel = new RecordingNotifier("Ann");
  private final ConfiguredNotifier notifier = channel.named("chat");
  private final CountDownLatch mayEnd = new CountDownLatch(1);

  @AfterEach
  void end() {
    mayEnd.countDown();
  }

  @Test
  void interruptsASendAtItsDeadlineAndItEnds() {
    channel.behave(
        (n, d) -> {
          mayEnd.await();
          return Receipt.taken();
        });

    var made = make(Duration.ofMillis(50), Duration.ofMinutes(1));

    assertThat(made.attempt().outcome()).isEqualTo(Attempt.Outcome.UNCERTAIN);
    assertThat(made.attempt().detail()).isEqualTo("It took longer than 0 s and was ended.");
    assertThat(notifier.hung().count()).isZero();
  }

  @Test
  void countsWhatADestinationHasTakenThoughTheSendWasInterrupted() {
    channel.behave(
        (n, d) -> {
          awaitInterrupt();
          return Receipt.of(202, "late");
        });

    var made = make(Duration.ofMillis(50), Duration.ofMinutes(1));

    assertThat(made.attempt().outcome()).isEqualTo(Attempt.Outcome.DELIVERED);
    assertThat(made.attempt().detail()).isEqualTo("late");
  }

  @Test
  void takesOverWhatAnInterruptedSendKnowsOfItsFailure() {
    channel.behave(
        (n, d) -> {
          awaitInterrupt();
          throw NotificationException.retryable("Too many.", Duration.ofMinutes(7))
              .withStatusCode(429);
        });

    var made = make(Duration.ofMillis(50), Duration.ofMinutes(1));

    assertThat(made.attempt().outcome()).isEqualTo(Attempt.Outcome.RETRY);
    assertThat(made.attempt().statusCode()).isEqualTo(429);
    assertThat(made.attempt().detail())
        .isEqualTo("It took longer than 0 s and was ended. Too many.");
    assertThat(made.retryAfter()).contains(Duration.ofMinutes(7));
  }

  @Test
  void doesNotBelieveAnInterruptedSendThatItHasFailedForGoodOrHasSentNothing() {
    for (var failure :
        List.of(
            NotificationException.permanent("interrupted"),
            NotificationException.skipped("interrupted"))) {
      channel.behave(
          (n, d) -> {
            awaitInterrupt();
            throw failure;
          });

      var made = make(Duration.ofMillis(50), Duration.ofMinutes(1));

      assertThat(made.attempt().outcome()).isEqualTo(Attempt.Outcome.UNCERTAIN);
      assertThat(made.skipped()).isFalse();
    }
  }

  @Test
  void tellsTheLogWhatLedToAFailure() {
    var cause = new IllegalStateException("The deeper reason.");
    channel.behave(
        (n, d) -> {
          throw NotificationException.retryable("Refused.").causedBy(cause);
        });
    var heard = new CopyOnWriteArrayList<@Nullable Throwable>();
    var logger = Logger.getLogger(AttemptMaker.class.getName());
    var handler = hearing(heard);
    logger.addHandler(handler);
    logger.setLevel(Level.ALL);
    logger.setUseParentHandlers(false);
    try {
      make(Duration.ofMinutes(1), Duration.ofMinutes(1));
    } finally {
      logger.removeHandler(handler);
      logger.setLevel(null);
      logger.setUseParentHandlers(true);
    }

    assertThat(heard).singleElement().satisfies(failure -> assertThat(failure).hasCause(cause));
  }

  private static Handler hearing(List<@Nullable Throwable> heard) {
    return new Handler() {
      @Override
      public void publish(LogRecord said) {
        heard.add(said.getThrown());
      }

      @Override
      public void flush() {}

      @Override
      public void close() {}
    };
  }

  @Test
  void setsANotifierAsideAfterThreeSendsThatDoNotComeBackUntilTheyDo() {
    channel.behave(
        (n, d) -> {
          awaitInAllWeathers();
          return Receipt.taken();
        });

    for (var i = 1; i <= HungSends.TOO_MANY; i++) {
      assertThat(notifier.usable()).isTrue();
      assertThat(notifier.detail()).isEmpty();
      var made = make(Duration.ofMillis(20), Duration.ofMillis(20));
      assertThat(made.attempt().outcome()).isEqualTo(Attempt.Outcome.UNCERTAIN);
      assertThat(made.attempt().detail()).endsWith("It has not come back yet.");
      assertThat(notifier.hung().count()).isEqualTo(i);
    }
    assertThat(notifier.usable()).isFalse();
    assertThat(notifier.detail()).startsWith("3 sends have not come back").contains("reload");
    assertThat(channel.named("chat").usable()).as("after a reload").isTrue();

    mayEnd.countDown();
    await().until(notifier::usable);
    assertThat(notifier.detail()).isEmpty();
  }

  @Test
  void givesANotifierTheTimeThatItAsksFor() {
    channel.asksFor(Duration.ofMinutes(15));
    channel.behave(
        (n, d) -> {
          Thread.sleep(100); // longer than the deadline of those who ask for nothing
          return Receipt.of(250, "queued");
        });

    var made = make(Duration.ofMillis(10), Duration.ZERO);

    assertThat(made.attempt().outcome()).isEqualTo(Attempt.Outcome.DELIVERED);
  }

  @Test
  void givesANotifierNoLessTimeThanOthers() {
    channel.asksFor(Duration.ofMillis(-1));

    var made = make(Duration.ofMinutes(1), Duration.ZERO);

    assertThat(made.attempt().outcome()).isEqualTo(Attempt.Outcome.DELIVERED);
  }

  private Made make(Duration deadline, Duration timeToEnd) {
    var attempts = new AttemptMaker(clock, deadline, timeToEnd, "node-1", text -> text);
    var now = clock.instant();
    var report = Records.toNobody(clock).ended(Records.ended("Shop", now)).report();
    var delivery =
        Delivery.due(UUID.randomUUID(), report.id(), "chat", "Ann", DeliveryTrigger.AUTOMATIC, now);
    return attempts.make(
        new Claim(delivery, report, 1, true), false, notifier, notifier.destinations().getFirst());
  }

  private void awaitInterrupt() {
    try {
      mayEnd.await();
    } catch (InterruptedException expected) {
      Thread.currentThread().interrupt();
    }
  }

  private void awaitInAllWeathers() {
    while (mayEnd.getCount() > 0) {
      awaitInterrupt();
      Thread.interrupted();
    }
  }
}
