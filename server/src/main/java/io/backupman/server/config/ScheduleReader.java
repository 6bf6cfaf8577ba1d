package io.backupman.server.config;

import io.backupman.core.schedule.CronExpression;
import io.backupman.core.schedule.CronSchedule;
import io.backupman.core.schedule.TimeZones;
import io.backupman.server.config.problem.Quotes;
import io.backupman.server.config.section.Section;
import io.backupman.server.config.section.TypedValues;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Reads when data sources are backed up: {@code http.backup_job}, which is for all of them, and
 * what a data source says of its own.
 */
final class ScheduleReader {
  private static final ZoneId UTC = ZoneId.of("UTC");
  private static final String OVERDUE_AFTER = "overdue_after";
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofDays(366);

  private final Optional<CronExpression> cron;
  private final ZoneId zone;
  private final boolean catchUp;
  private final Optional<Duration> overdueAfter;
  private final Map<String, ZoneId> ownZones = new HashMap<>();

  /**
   * Reads what is for all.
   *
   * @param job the section {@code backup_job}
   */
  ScheduleReader(Optional<Section> job) {
    this.cron = job.flatMap(ScheduleReader::jobCron);
    this.zone = job.map(section -> zone(section, UTC)).orElse(UTC);
    this.catchUp = job.map(section -> TypedValues.flag(section, "catch_up", false)).orElse(false);
    this.overdueAfter = job.flatMap(ScheduleReader::overdueAfter);
  }

  private static Optional<CronExpression> jobCron(Section job) {
    job.allow("cron");
    if (!TypedValues.flag(job, "enabled", false)) {
      return Optional.empty();
    }
    job.require("cron");
    return cron(job);
  }

  /** On whose clock it is for all. */
  ZoneId zone() {
    return zone;
  }

  /** On whose clock it is for each that was read. */
  TimeZones zones() {
    return new TimeZones(zone, ownZones);
  }

  /** When a data source is backed up; empty if nobody says so. */
  Optional<CronSchedule> read(Section source, String label) {
    var ownZone = zone(source, zone);
    ownZones.put(label, ownZone);
    var ownCatchUp = TypedValues.flag(source, "catch_up", catchUp);
    var ownOverdueAfter = overdueAfter(source).or(() -> overdueAfter).orElse(null);
    var times = cron(source).or(() -> cron);
    if (times.isEmpty() && source.has(OVERDUE_AFTER) && !source.has("cron")) {
      source.reject(OVERDUE_AFTER, "needs a cron, here or in http.backup_job, that is switched on");
    }
    return times.map(
        cronOf -> new CronSchedule(label, cronOf, ownZone, ownCatchUp, ownOverdueAfter));
  }

  private static Optional<Duration> overdueAfter(Section section) {
    return section
        .find(OVERDUE_AFTER)
        .flatMap(
            text ->
                TypedValues.duration(
                    section, section.path(OVERDUE_AFTER), text, SHORTEST, LONGEST));
  }

  private static Optional<CronExpression> cron(Section section) {
    var text = section.find("cron").filter(cron -> !cron.isBlank());
    try {
      return text.map(CronExpression::parse);
    } catch (IllegalArgumentException e) {
      section.reject("cron", e.getMessage() + ", not " + Quotes.of(text.orElse("")));
      return Optional.empty();
    }
  }

  private static ZoneId zone(Section section, ZoneId fallback) {
    var text = section.find("time_zone");
    try {
      return text.map(String::strip).map(ZoneId::of).orElse(fallback);
    } catch (DateTimeException e) {
      section.reject(
          "time_zone",
          "must be a time zone such as UTC or Europe/Berlin, not " + Quotes.of(text.orElse("")));
      return fallback;
    }
  }
}
