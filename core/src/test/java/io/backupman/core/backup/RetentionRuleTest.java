package io.backupman.core.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.backupman.core.backup.RemovalStore.Ended;
import io.backupman.notifier.spi.BackupStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RetentionRuleTest {
  private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");
  private static final Duration MONTH = Duration.ofDays(30);

  /** Newest first. */
  private final List<Ended> backups = new ArrayList<>();

  @Test
  void whatIsOlderGoesAndFailedOnesToo() {
    add("2026-11-25T03:00:00Z", BackupStatus.FINISHED);
    add("2026-10-28T03:00:00Z", BackupStatus.FINISHED);
    var old = add("2026-10-27T03:00:00Z", BackupStatus.FINISHED);
    var failed = add("2026-10-26T03:00:00Z", BackupStatus.FAILED);

    assertThat(byAge(1).expired(backups, NOW)).containsExactly(old, failed);
  }

  @Test
  void theNewestFinishedOneStaysHoweverOldAndWhateverFailedAfterIt() {
    add("2026-11-25T03:00:00Z", BackupStatus.FAILED);
    var failed = add("2026-10-20T03:00:00Z", BackupStatus.FAILED);
    add("2024-01-02T03:00:00Z", BackupStatus.FINISHED);
    var older = add("2024-01-01T03:00:00Z", BackupStatus.FINISHED);

    assertThat(byAge(1).expired(backups, NOW)).containsExactly(failed, older);
  }

  @Test
  void asManyFinishedOnesStayAsAreToBeKept() {
    add("2024-01-04T03:00:00Z", BackupStatus.FINISHED);
    var failed = add("2024-01-03T03:00:00Z", BackupStatus.FAILED);
    add("2024-01-02T03:00:00Z", BackupStatus.FINISHED);
    add("2024-01-01T03:00:00Z", BackupStatus.FINISHED);
    var older = add("2023-12-31T03:00:00Z", BackupStatus.FINISHED);

    assertThat(byAge(3).expired(backups, NOW)).containsExactly(failed, older);
  }

  @Test
  void theNewestOfEachOfTheLastDaysWeeksMonthsAndYearsStays() {
    for (var day = LocalDate.of(2026, 11, 26);
        day.isAfter(LocalDate.of(2022, 12, 31));
        day = day.minusDays(1)) {
      add(day + "T09:00:00Z", BackupStatus.FINISHED);
      add(day + "T03:00:00Z", BackupStatus.FINISHED);
    }
    var rule = new RetentionRule(Duration.ofDays(1), 1, 3, 3, 4, 2, ZoneOffset.UTC);

    assertThat(kept(rule))
        .containsExactly(
            "2026-11-26T09:00:00Z", // the newest, of its day, week, month and year
            "2026-11-26T03:00:00Z", // younger than a day
            "2026-11-25T09:00:00Z",
            "2026-11-24T09:00:00Z",
            "2026-11-22T09:00:00Z", // Sunday
            "2026-11-15T09:00:00Z",
            "2026-10-31T09:00:00Z",
            "2026-09-30T09:00:00Z",
            "2026-08-31T09:00:00Z",
            "2025-12-31T09:00:00Z");
  }

  @Test
  void daysWithoutABackupDoNotCount() {
    add("2026-11-20T03:00:00Z", BackupStatus.FINISHED);
    add("2026-11-10T03:00:00Z", BackupStatus.FINISHED);
    add("2026-11-01T03:00:00Z", BackupStatus.FAILED);
    add("2026-10-01T03:00:00Z", BackupStatus.FINISHED);
    add("2026-09-01T03:00:00Z", BackupStatus.FINISHED);
    var rule = new RetentionRule(Duration.ofDays(1), 1, 3, 0, 0, 0, ZoneOffset.UTC);

    assertThat(kept(rule))
        .containsExactly("2026-11-20T03:00:00Z", "2026-11-10T03:00:00Z", "2026-10-01T03:00:00Z");
  }

  @Test
  void daysAreThoseOfTheTimeZone() {
    add("2026-11-20T16:00:00Z", BackupStatus.FINISHED); // the 21st in Tokyo
    add("2026-11-20T14:00:00Z", BackupStatus.FINISHED);
    add("2026-11-19T16:00:00Z", BackupStatus.FINISHED); // the 20th in Tokyo
    var tokyo = new RetentionRule(Duration.ofDays(1), 1, 2, 0, 0, 0, ZoneId.of("Asia/Tokyo"));

    assertThat(kept(tokyo)).containsExactly("2026-11-20T16:00:00Z", "2026-11-20T14:00:00Z");
  }

  @Test
  void whateverTheRuleTheNewestFinishedOneStaysAndNothingYoung() {
    var random = new Random(7);
    for (var round = 0; round < 500; round++) {
      backups.clear();
      var time = NOW;
      for (var i = random.nextInt(40); i > 0; i--) {
        time = time.minusSeconds(1 + random.nextInt(500_000));
        add(time.toString(), random.nextBoolean() ? BackupStatus.FINISHED : BackupStatus.FAILED);
      }
      var rule =
          new RetentionRule(
              Duration.ofDays(1 + random.nextInt(20)),
              1 + random.nextInt(3),
              random.nextInt(4),
              random.nextInt(4),
              random.nextInt(4),
              random.nextInt(2),
              ZoneOffset.UTC);

      var expired = rule.expired(backups, NOW);

      assertThat(expired).doesNotHaveDuplicates();
      backups.stream()
          .filter(b -> b.status() == BackupStatus.FINISHED)
          .limit(rule.keepLast())
          .forEach(b -> assertThat(expired).doesNotContain(b.id()));
      backups.stream()
          .filter(b -> !b.endedAt().isBefore(NOW.minus(rule.age())))
          .forEach(b -> assertThat(expired).doesNotContain(b.id()));
    }
  }

  @Test
  void whatIsBeingRemovedGoesOnItsWayAndDoesNotCountAsKept() {
    var removing =
        new Ended(UUID.randomUUID(), NOW.minus(Duration.ofHours(1)), BackupStatus.FINISHED, true);
    backups.add(removing);
    add("2024-01-02T03:00:00Z", BackupStatus.FINISHED);
    var older = add("2024-01-01T03:00:00Z", BackupStatus.FINISHED);

    assertThat(byAge(1).expired(backups, NOW)).containsExactly(removing.id(), older);
  }

  @Test
  void whatHasEndedInTheFutureNeitherGoesNorTakesThePlaceOfOthers() {
    add("2027-02-01T03:00:00Z", BackupStatus.FINISHED);
    add("2027-01-31T03:00:00Z", BackupStatus.FINISHED);
    add("2024-01-02T03:00:00Z", BackupStatus.FINISHED);
    add("2024-01-01T03:00:00Z", BackupStatus.FINISHED);
    var older = add("2023-12-31T03:00:00Z", BackupStatus.FINISHED);

    assertThat(byAge(2).expired(backups, NOW)).containsExactly(older);
  }

  @Test
  void aRetryThatEndedLateCountsAsNew() {
    var older = add("2024-01-01T03:00:00Z", BackupStatus.FINISHED);
    add("2026-11-25T03:00:00Z", BackupStatus.FINISHED);

    assertThat(byAge(1).expired(backups, NOW)).containsExactly(older);
  }

  @Test
  void aRuleThatWouldDeleteTheNewestIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> byAge(0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RetentionRule(Duration.ZERO, 1, 0, 0, 0, 0, ZoneOffset.UTC));
  }

  private static RetentionRule byAge(int keepLast) {
    return new RetentionRule(MONTH, keepLast, 0, 0, 0, 0, ZoneOffset.UTC);
  }

  private UUID add(String time, BackupStatus status) {
    var backup = new Ended(UUID.randomUUID(), Instant.parse(time), status, false);
    backups.add(backup);
    return backup.id();
  }

  private List<String> kept(RetentionRule rule) {
    var expired = rule.expired(backups, NOW);
    return backups.stream()
        .filter(b -> !expired.contains(b.id()))
        .map(b -> b.endedAt().toString())
        .toList();
  }
}
