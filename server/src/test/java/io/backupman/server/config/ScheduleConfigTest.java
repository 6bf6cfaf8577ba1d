package io.backupman.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.backupman.core.backup.RetentionRule;
import io.backupman.core.schedule.CronSchedule;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When backups run, when they are overdue, and how long they are kept. */
class ScheduleConfigTest {
  @TempDir private Path folder;
  private ConfigFixture config;

  @BeforeEach
  void fixture() {
    config = new ConfigFixture(folder);
  }

  @Test
  void schedulesAreThoseOfTheBackupJobButForWhatADataSourceSaysOfItsOwn() {
    var settings =
        config.settings(
            """
                data_sources:
                  - {provider: sqlite, label: A, db_path: a}
                  - {provider: sqlite, label: B, db_path: b, cron: "30 4 * * 1", catch_up: false}
                  - {provider: sqlite, label: C, db_path: c, time_zone: Asia/Tokyo}
                drives: [{provider: local, label: L, folder: f}]
                http: {host: 127.0.0.1, backup_job: {enabled: true, cron: "0 0 3 * * *",
                       time_zone: Europe/Berlin, catch_up: true}}
                """);

    assertThat(settings.timeZones().of("A")).isEqualTo(ZoneId.of("Europe/Berlin"));
    assertThat(settings.timeZones().of("C")).isEqualTo(ZoneId.of("Asia/Tokyo"));
    assertThat(settings.schedules())
        .extracting(s -> s.label() + " " + s.cron() + " " + s.zone() + " " + s.catchUp())
        .containsExactly(
            "A 0 0 3 * * * Europe/Berlin true",
            "B 30 4 * * 1 Europe/Berlin false",
            "C 0 0 3 * * * Asia/Tokyo true");
  }

  @Test
  void whenABackupIsOverdueIsThatOfTheBackupJobButForWhatADataSourceSaysOfItsOwn() {
    var schedules =
        config
            .settings(
                """
                data_sources:
                  - {provider: sqlite, label: A, db_path: a}
                  - {provider: sqlite, label: B, db_path: b, overdue_after: 2s}
                drives: [{provider: local, label: L, folder: f}]
                http: {backup_job: {enabled: true, cron: "0 0 3 * * *", overdue_after: 3d}}
                """)
            .schedules();

    assertThat(schedules)
        .extracting(CronSchedule::overdueAfter)
        .containsExactly(Duration.ofDays(3), Duration.ofSeconds(2));
  }

  @Test
  void theRetentionOfBackupsIsRead() {
    var retention =
        config
            .settings(
                """
                retention: {enabled: true, by: age, value: 30, keep_last: 3,
                            keep: {daily: 7, weekly: 4, monthly: 12, yearly: 2}}
                http: {backup_job: {enabled: false, time_zone: Asia/Tokyo}}
                """)
            .retention();

    assertThat(retention.backups())
        .contains(new RetentionRule(Duration.ofDays(30), 3, 7, 4, 12, 2, ZoneId.of("Asia/Tokyo")));
    assertThat(retention.reports()).isEmpty();
    assertThat(config.settings("retention: {enabled: 'true', value: 1}").retention().backups())
        .contains(new RetentionRule(Duration.ofDays(1), 1, 0, 0, 0, 0, ZoneId.of("UTC")));
  }

  @Test
  void withoutABackupJobOnlyWhatHasACronOfItsOwnIsScheduled() {
    var schedules =
        config
            .settings(
                """
                data_sources:
                  - {provider: sqlite, label: A, db_path: a}
                  - {provider: sqlite, label: B, db_path: b, cron: "@daily"}
                drives: [{provider: local, label: L, folder: f}]
                http: {backup_job: {enabled: false, cron: "not looked at"}}
                """)
            .schedules();

    assertThat(schedules)
        .extracting(s -> s.label() + " " + s.cron() + " " + s.zone() + " " + s.catchUp())
        .containsExactly("B @daily UTC false");
  }
}
