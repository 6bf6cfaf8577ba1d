package io.backupman.server.config.settings;

import io.backupman.core.age.Encryption;
import io.backupman.core.drive.DriveSettings;
import io.backupman.core.schedule.CronSchedule;
import io.backupman.core.schedule.TimeZones;
import io.backupman.core.source.DataSourceSettings;
import io.backupman.core.store.engine.DatabaseSettings;
import java.util.List;

/**
 * What the configuration says, but for the notifiers. Immutable; secrets are hidden in {@code
 * toString}.
 *
 * @param database where Backupman keeps its own records
 * @param dataSources the databases to back up, in the order of the file, labels unique
 * @param schedules when those are backed up that are by themselves, each label once
 * @param timeZones on whose clocks that is, and people are told times
 * @param drives where the dumps go, in the order of the file, labels unique
 * @param encryption on which drives they are encrypted
 * @param delivery how reports are delivered
 * @param retention how long records are kept
 * @param plugins where further notifiers come from
 * @param http the HTTP server
 * @param log how the server writes its log
 */
public record Settings(
    DatabaseSettings database,
    List<DataSourceSettings> dataSources,
    List<CronSchedule> schedules,
    TimeZones timeZones,
    List<DriveSettings> drives,
    Encryption encryption,
    DeliverySettings delivery,
    RetentionSettings retention,
    PluginSettings plugins,
    HttpSettings http,
    LogSettings log) {

  /** Copies the lists. */
  public Settings {
    dataSources = List.copyOf(dataSources);
    schedules = List.copyOf(schedules);
    drives = List.copyOf(drives);
  }
}
