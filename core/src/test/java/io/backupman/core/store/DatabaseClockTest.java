package io.backupman.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.backupman.core.store.engine.DatabaseLocation;
import io.backupman.core.store.engine.DatabaseSettings;
import io.backupman.core.store.engine.Pool;
import io.backupman.core.testing.MariaDbServer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import org.assertj.core.data.TemporalUnitOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseClockTest {
  private static final TemporalUnitOffset ABOUT = within(10, ChronoUnit.SECONDS);
  private final WrongClock own = new WrongClock();
  private final AtomicLong skew = new AtomicLong();

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
      assertThat(database.deliveryQueue().waiting()).isEmpty();
      assertThat(database.clock().instant()).isCloseTo(own.instant(), ABOUT);
    }
  }

  @Test
  void isPutRightOnceAMinute() {
    onServer(
        (sql, clock) -> {
          keepRight(sql, clock);
          pass(sql, Duration.ofSeconds(30));
          sql.update("UPDATE shift SET seconds = seconds + 120", Params.none());
          keepRight(sql, clock);
          assertThat(clock.instant()).isCloseTo(Instant.now().plusSeconds(30), ABOUT);

          pass(sql, Duration.ofSeconds(30));
          keepRight(sql, clock);
          assertThat(clock.instant()).isCloseTo(Instant.now().plusSeconds(180), ABOUT);
        });
  }

  @ParameterizedTest
  @ValueSource(longs = {-3600, 3600})
  void isNotMovedWhenThisMachinesClockIsSet(long seconds) {
    onServer(
        (sql, clock) -> {
          keepRight(sql, clock);
          own.error = Duration.ofSeconds(seconds);
          assertThat(clock.instant()).isCloseTo(Instant.now(), ABOUT);
          keepRight(sql, clock);
          assertThat(clock.instant()).isCloseTo(Instant.now(), ABOUT);
          own.error = Duration.ZERO;
          assertThat(clock.instant()).isCloseTo(Instant.now(), ABOUT);
        });
  }

  @Test
  void isPutRightAfterTheMachineHasSleptThoughAMinuteIsNotOver() {
    onServer(
        (sql, clock) -> {
          keepRight(sql, clock);
          skew.addAndGet(-Duration.ofSeconds(90).toNanos());
          keepRight(sql, clock);
          assertThat(clock.instant()).isCloseTo(Instant.now(), ABOUT);
        });
  }

  /** With a clock that goes by a server's whose time can be shifted. */
  private void onServer(BiConsumer<Sql, DatabaseClock> test) {
    try (var pool = new Pool(DatabaseLocation.of(Databases.mariaDb()));
        var sql = new Sql(pool, 10)) {
      sql.update("CREATE TABLE shift (seconds INT)", Params.none());
      sql.update("INSERT INTO shift VALUES (0)", Params.none());
      var query =
          "SELECT CURRENT_TIMESTAMP(6) + INTERVAL (SELECT seconds FROM shift) SECOND AS now";
      var nanoTime = (LongSupplier) () -> System.nanoTime() + skew.get();
      test.accept(sql, new DatabaseClock(own, Optional.of(query), nanoTime));
    }
  }

  /** Lets time pass, here and there. */
  private void pass(Sql sql, Duration time) {
    own.error = own.error.plus(time);
    skew.addAndGet(time.toNanos());
    sql.update("UPDATE shift SET seconds = seconds + :more", Params.of("more", time.toSeconds()));
  }

  private static void keepRight(Sql sql, DatabaseClock clock) {
    sql.transaction(
        tx -> {
          clock.keepRight(tx);
          return tx.query("SELECT 1", row -> row, Params.none());
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
