package io.backupman.core.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.backupman.core.testing.SettableClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SchedulesTest {
  private final SettableClock clock = new SettableClock();
  private final Instant now = shortlyBeforeASecond();
  private final Records records = new Records();
  private Schedules schedules = of("@daily", false, clock);

  @AfterEach
  void stop() {
    schedules.stop(Duration.ofSeconds(5));
  }

  @Test
  void firesAtEachTime() {
    schedules = of("* * * * * *", false, Clock.systemUTC());

    schedules.start();

    await().until(() -> records.fired.size() >= 3);
    var first = records.fired.getFirst();
    assertThat(first).isEqualTo(first.truncatedTo(ChronoUnit.SECONDS));
    assertThat(records.fired.subList(0, 3))
        .containsExactly(first, first.plusSeconds(1), first.plusSeconds(2));
  }

  @Test
  void doesNotFireBeforeItsTime() {
    records.last = Optional.of(now);

    schedules.start();
    schedules.stop(Duration.ofSeconds(5));

    assertThat(records.fired).isEmpty();
  }

  @Test
  void makesUpForTheLastTimeThatWasMissedIfItIsToldTo() {
    records.last = Optional.of(now.minus(Duration.ofDays(3)));
    schedules = of("@daily", true, clock);

    schedules.start();

    await().until(() -> !records.fired.isEmpty());
    schedules.stop(Duration.ofSeconds(5));
    assertThat(records.fired).containsExactly(now.truncatedTo(ChronoUnit.DAYS));
  }

  @Test
  void leavesOutWhatWasMissedOtherwise() {
    records.last = Optional.of(now.minus(Duration.ofDays(3)));

    schedules.start();
    schedules.stop(Duration.ofSeconds(5));

    assertThat(records.fired).isEmpty();
  }

  @Test
  void missedNothingAtTheVeryFirstStart() {
    schedules = of("@daily", true, clock);

    schedules.start();
    schedules.stop(Duration.ofSeconds(5));

    assertThat(records.fired).isEmpty();
  }

  @Test
  void triesAgainUntilTheRecordsCanBeReached() {
    records.failures.set(1);
    records.last = Optional.of(now.minus(Duration.ofDays(3)));
    schedules = of("@daily", true, clock);

    schedules.start();

    await().until(() -> records.fired.size() == 1);
    assertThat(records.failures).hasNegativeValue();
  }

  @Test
  void whatPassedByWhileTheMachineSleptIsMissed() {
    schedules = of("* * * * * *", true, clock);
    schedules.start();
    await().until(() -> records.asked);

    clock.advance(Duration.ofHours(1));

    await().until(() -> !records.fired.isEmpty());
    assertThat(records.fired)
        .containsExactly(now.plus(Duration.ofHours(1)).truncatedTo(ChronoUnit.SECONDS));
  }

  @Test
  void goesOnFromThereWhenTheClockIsSetBack() {
    schedules = of("* * * * * *", false, clock);
    schedules.start();
    await().until(() -> records.asked);
    var back = now.minus(Duration.ofDays(1));

    clock.advance(Duration.between(now, back));

    await()
        .pollDelay(Duration.ofMillis(50)) // in which it is noticed
        .until(
            () -> {
              clock.advance(Duration.ofMillis(100));
              return !records.fired.isEmpty();
            });
    assertThat(records.fired.getFirst()).isBetween(back, back.plusSeconds(120));
  }

  @Test
  void findsTheLastOfManyTimesAtOnce() {
    var everySecond = schedule("* * * * * *", false);
    var yearly = schedule("@yearly", false);
    var longAgo = Instant.parse("2000-01-01T00:00:00Z");
    var upTo = Instant.parse("2026-11-26T12:00:00.5Z");

    assertThat(everySecond.last(longAgo, upTo)).contains(Instant.parse("2026-11-26T12:00:00Z"));
    assertThat(yearly.last(longAgo, upTo)).contains(Instant.parse("2026-01-01T00:00:00Z"));
    assertThat(yearly.last(Instant.parse("2026-01-01T00:00:00Z"), upTo)).isEmpty();
    assertThat(schedule("0 0 29 2 *", false).last(longAgo, upTo))
        .contains(Instant.parse("2024-02-29T00:00:00Z"));
  }

  /** Whoever waits for the next second of this clock sleeps a few milliseconds only. */
  private Instant shortlyBeforeASecond() {
    var now = clock.instant();
    clock.advance(Duration.between(now, now.truncatedTo(ChronoUnit.SECONDS).plusMillis(990)));
    return clock.instant();
  }

  private Schedules of(String cron, boolean catchUp, Clock clock) {
    return new Schedules(List.of(schedule(cron, catchUp)), records, clock);
  }

  private static CronSchedule schedule(String cron, boolean catchUp) {
    return new CronSchedule("Shop", CronExpression.parse(cron), ZoneOffset.UTC, catchUp, null);
  }

  /** Firings in memory. */
  private static final class Records implements Schedules.Firings {
    private final List<Instant> fired = new CopyOnWriteArrayList<>();
    private volatile Optional<Instant> last = Optional.empty();
    private volatile boolean asked;
    private final AtomicInteger failures = new AtomicInteger();

    @Override
    public Optional<Instant> last(String label) {
      asked = true;
      return last;
    }

    @Override
    public void fire(String label, Instant at) {
      assertThat(label).isEqualTo("Shop");
      if (failures.getAndDecrement() > 0) {
        throw new IllegalStateException("The database is away.");
      }
      fired.add(at);
    }
  }
}
