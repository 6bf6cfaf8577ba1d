package io.backupman.server.config;

import io.backupman.server.config.section.Names;
import io.backupman.server.config.section.Section;
import io.backupman.server.config.section.TypedValues;
import io.backupman.server.config.settings.DeliverySettings;
import io.backupman.server.config.settings.LogSettings;
import io.backupman.server.config.settings.PluginSettings;
import io.backupman.server.config.settings.RetentionSettings;
import io.backupman.server.config.settings.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.logging.Level;

/** Reads the whole file but the notifiers. */
final class SettingsReader {
  private static final String DEFAULT_PLUGINS = "./plugins";
  private static final Duration LONGEST_DELAY = Duration.ofDays(30);
  private static final int MOST_DELAYS = 100;
  private static final Duration SHORTEST_ALARM = Duration.ofSeconds(1);

  private final Names labels = new Names();

  Settings read(Section root) {
    var database =
        root.section("database")
            .map(DatabaseReader::read)
            .orElseGet(() -> DatabaseReader.embedded(root, "database"));
    var http = root.section("http");
    var schedules = new ScheduleReader(http.flatMap(section -> section.section("backup_job")));
    var sourceReader = new DataSourceReader(labels, schedules);
    var sources = sourceReader.read(root);
    var driveReader = new DriveReader();
    var drives = driveReader.read(root);
    if (root.size("data_sources") > 0 && root.size("drives") == 0) {
      root.reject("drives", "is missing; the dumps of data_sources need a place to go");
    }
    return new Settings(
        database,
        sources,
        sourceReader.schedules(),
        schedules.zones(),
        drives,
        driveReader.encryption(),
        root.section("delivery").map(SettingsReader::delivery).orElse(DeliverySettings.DEFAULT),
        root.section("retention")
            .map(section -> RetentionReader.read(section, schedules.zone()))
            .orElse(RetentionSettings.NONE),
        plugins(root),
        HttpReader.read(http),
        root.section("log").map(SettingsReader::log).orElse(LogSettings.DEFAULT));
  }

  /** The labels of the data sources that were read. */
  Set<String> labels() {
    return labels.all();
  }

  private static DeliverySettings delivery(Section section) {
    var delays = new ArrayList<Duration>();
    section
        .texts("retry_delays")
        .forEach(
            (path, text) ->
                TypedValues.duration(section, path, text, Duration.ZERO, LONGEST_DELAY)
                    .ifPresent(delays::add));
    int size = section.size("retry_delays");
    if (section.has("retry_delays") && (size == 0 || size > MOST_DELAYS)) {
      section.reject("retry_delays", "must have 1 to " + MOST_DELAYS + " entries, not " + size);
    }
    return new DeliverySettings(
        delays.isEmpty() ? DeliverySettings.DEFAULT.retryDelays() : delays,
        TypedValues.number(section, "concurrency", DeliverySettings.DEFAULT.concurrency(), 1, 1000),
        TypedValues.duration(
            section,
            "alarm_after",
            DeliverySettings.DEFAULT.alarmAfter(),
            SHORTEST_ALARM,
            LONGEST_DELAY));
  }

  private static LogSettings log(Section section) {
    return new LogSettings(
        TypedValues.choice(
            section,
            "format",
            List.of(LogSettings.Format.values()),
            format -> format.name().toLowerCase(Locale.ROOT),
            LogSettings.DEFAULT.format()),
        TypedValues.choice(
            section,
            "level",
            List.of(Level.SEVERE, Level.WARNING, Level.INFO, Level.FINE),
            SettingsReader::word,
            LogSettings.DEFAULT.level()));
  }

  private static String word(Level level) {
    if (level.equals(Level.SEVERE)) {
      return "error";
    }
    return level.equals(Level.FINE) ? "debug" : level.getName().toLowerCase(Locale.ROOT);
  }

  private static PluginSettings plugins(Section root) {
    var section = root.section("plugins");
    section.ifPresent(
        s -> EarlierPlace.note(s, "folder", DEFAULT_PLUGINS, EarlierPlace::isPluginFolder));
    return new PluginSettings(
        section
            .flatMap(s -> TypedValues.path(s, "folder"))
            .orElseGet(() -> root.resolve(DEFAULT_PLUGINS)));
  }
}
