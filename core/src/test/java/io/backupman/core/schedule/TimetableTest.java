package io.backupman.core.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.backupman.core.testing.SettableClock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TimetableTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final SettableClock clock = new SettableClock();
  private final AtomicInteger count = new AtomicInteger();
  private final Task counting = Task.every(MINUTE, "to count", count::incrementAndGet);
  private Timetable timetable = new Timetable(List.of(counting), clock);

  private Timetable of(Runnable work) {
    return new Timetable(List.of(Task.every(MINUTE, "to count", work)), clock);
  }

  private void awaitEndOf(int times) {
    await().until(() -> count.get() == times && !counting.isRunning());
  }

  @AfterEach
  void stop() {
    timetable.stop(Duration.ofSeconds(5));
  }

  @Test
  void beginsAtOnceAndThenAfterEachPeriod() {
    assertThat(timetable.begin()).isLessThanOrEqualTo(Duration.ofSeconds(10));
    awaitEndOf(1);
    clock.advance(Duration.ofSeconds(55));
    assertThat(timetable.begin()).isEqualTo(Duration.ofSeconds(5));
    clock.advance(Duration.ofSeconds(5));
    timetable.begin();
    awaitEndOf(2);
    timetable.begin();
    assertThat(count).hasValue(2);
  }

  @Test
  void doesNotMakeUpForWhatItMissed() {
    timetable.begin();
    awaitEndOf(1);
    clock.advance(Duration.ofDays(1));
    timetable.begin();
    awaitEndOf(2);
    assertThat(timetable.begin()).isPositive();
    assertThat(count).hasValue(2);
  }

  @Test
  void isNotHeldUpByAClockThatIsSetBack() {
    timetable.begin();
    awaitEndOf(1);
    clock.advance(Duration.ofDays(-1));
    timetable.begin();
    clock.advance(MINUTE);
    timetable.begin();
    awaitEndOf(2);
  }

  @Test
  void goesOnAfterAFailure() {
    timetable =
        of(
            () -> {
              count.incrementAndGet();
              throw new IllegalStateException("The database is away.");
            });
    timetable.begin();
    await().until(() -> count.get() == 1);
    await()
        .until(
            () -> {
              clock.advance(MINUTE);
              timetable.begin();
              return count.get() > 1;
            });
  }

  @Test
  void neverDoesTheSameTwiceAtOnceAndInterruptsItWhenItIsStopped() {
    var interrupted = new AtomicBoolean();
    timetable =
        of(
            () -> {
              count.incrementAndGet();
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException e) {
                interrupted.set(true);
              }
            });
    timetable.begin();
    await().until(() -> count.get() == 1);
    clock.advance(MINUTE);
    timetable.begin();
    timetable.stop(Duration.ofSeconds(10));
    assertThat(count).hasValue(1);
    assertThat(interrupted).isTrue();
  }

  @Test
  void doesItByItselfOnceStarted() {
    timetable.start();
    await().until(() -> count.get() == 1);
  }
}
