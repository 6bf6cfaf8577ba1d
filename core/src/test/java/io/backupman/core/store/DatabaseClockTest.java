package io.backupman.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.backupman.core.testing.MariaDbServer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.data.TemporalUnitOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseClockTest {
  private static final TemporalUnitOffset ABOUT = within(2, ChronoUnit.SECONDS);
  private final WrongClock own = new WrongClock();

  @ParameterizedTest
  @ValueSource(longs = {-120, 120})
  void goesByTheServersClockWhateverThisMachinesSaysAndWhateverTimeZoneIsSetThere(long seconds) {
    own.error = Duration.ofSeconds(seconds);
    try (var server = MariaDbServer.start("--default-time-zone=+05:00");
        var database = Database.open(Databases.on(server, server.createDatabase()), own)) {
      assertThat(database.clock().instant()).isCloseTo(Instant.now(), ABOUT);
    }
  }

  @Test
  void goesByThisMachinesClockWhereTheDatabaseDoes() {
    own.error = Duration.ofHours(1);
    try (var database = Database.open(new DatabaseSettings.Memory(), own)) {
      assertThat(database.reports().waiting()).isEmpty();
      assertThat(database.clock().instant()).isCloseTo(own.instant(), ABOUT);
    }
  }

  @Test
  void isPutRightOnceAMinute() {
    var nanoTime = new AtomicLong();
    var place = Place.of(Databases.mariaDb());
    try (var pool = new Pool(place);
        var sql = new Sql(pool)) {
      var clock = new DatabaseClock(own, place.timeQuery(), nanoTime::get);
      keepRight(sql, clock);
      own.error = Duration.ofMinutes(2);
      nanoTime.addAndGet(Duration.ofSeconds(59).toNanos());
      keepRight(sql, clock);
      assertThat(clock.instant()).isCloseTo(own.instant(), ABOUT);

      nanoTime.addAndGet(Duration.ofSeconds(1).toNanos());
      keepRight(sql, clock);
      assertThat(clock.instant()).isCloseTo(Instant.now(), ABOUT);

      own.error = Duration.ZERO;
      nanoTime.addAndGet(Duration.ofMinutes(1).toNanos());
      keepRight(sql, clock);
      assertThat(clock.instant()).isCloseTo(Instant.now(), ABOUT);
    }
  }

  private static void keepRight(Sql sql, DatabaseClock clock) {
    sql.transaction(
        tx -> {
          clock.keepRight(tx);
          return tx.query("SELECT 1", row -> row);
        });
  }

  /** A machine's clock that was set wrongly. */
  private static final class WrongClock extends Clock {
    private volatile Duration error = Duration.ZERO;

    @Override
    public Instant instant() {
      return Instant.now().plus(error);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
