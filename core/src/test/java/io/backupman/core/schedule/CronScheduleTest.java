package io.backupman.core.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CronScheduleTest {
  private static final Instant FINISHED = Instant.parse("2026-11-26T12:00:00Z");

  @Test
  void theNextBackupIsOverdueAnHourAfterTheSecondTime() {
    assertThat(daily(null).overdueAt(FINISHED)).contains(Instant.parse("2026-11-28T04:00:00Z"));
  }

  @Test
  void orWhenSomebodySaysSo() {
    assertThat(daily(Duration.ofHours(30)).overdueAt(FINISHED))
        .contains(FINISHED.plus(Duration.ofHours(30)));
  }

  @Test
  void itIsCalledAsItWasWritten() {
    assertThat(daily(null).cron()).hasToString("0 3 * * *");
  }

  private static CronSchedule daily(@Nullable Duration overdueAfter) {
    var cron = CronExpression.parse("0 3 * * *");
    return new CronSchedule("Shop", cron, ZoneOffset.UTC, false, overdueAfter);
  }
}
