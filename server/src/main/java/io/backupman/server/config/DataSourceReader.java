package io.backupman.server.config;

import io.backupman.core.process.NativeText;
import io.backupman.core.request.NearestWord;
import io.backupman.core.schedule.CronSchedule;
import io.backupman.core.source.Compression;
import io.backupman.core.source.DataSourceSettings;
import io.backupman.core.source.DumpCommand;
import io.backupman.core.source.MariaDbSettings;
import io.backupman.core.source.PostgresFormat;
import io.backupman.core.source.PostgresSettings;
import io.backupman.core.source.ScratchServer;
import io.backupman.core.source.SourceSettings;
import io.backupman.core.source.SqliteSettings;
import io.backupman.notifier.spi.Secret;
import io.backupman.server.config.section.Names;
import io.backupman.server.config.section.SecretValues;
import io.backupman.server.config.section.Section;
import io.backupman.server.config.section.TypedValues;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads {@code data_sources}. */
final class DataSourceReader {
  private static final List<String> PROVIDERS = List.of("mysql", "mariadb", "postgres", "sqlite");
  private static final String DEFAULT_TMP = "./tmp";
  private static final int DEFAULT_POSTGRES_PORT = 5432;
  private static final Duration DEFAULT_TIMEOUT = Duration.ofHours(6);
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofDays(30);

  private final Names labels;
  private final ScheduleReader schedule;
  private final List<CronSchedule> schedules = new ArrayList<>();

  DataSourceReader(Names labels, ScheduleReader schedule) {
    this.labels = labels;
    this.schedule = schedule;
  }

  /** When those that were read are backed up. */
  List<CronSchedule> schedules() {
    return List.copyOf(schedules);
  }

  List<DataSourceSettings> read(Section root) {
    return root.sections("data_sources").stream()
        .map(this::source)
        .flatMap(Optional::stream)
        .toList();
  }

  private Optional<DataSourceSettings> source(Section section) {
    var label = labels.read(section, "label");
    return source(section, label, section.require("provider"));
  }

  private Optional<DataSourceSettings> source(Section section, String label, String provider) {
    return switch (provider) {
      case "mysql", "mariadb" -> Optional.of(server(section, common(section, label, provider)));
      case "sqlite" -> Optional.of(sqlite(section, common(section, label, provider)));
      case "postgres" -> Optional.of(postgres(section, common(section, label, provider)));
      default -> {
        section.reject("provider", TypedValues.oneOf(PROVIDERS, provider));
        readAsMeant(section, label, provider);
        yield Optional.empty();
      }
    };
  }

  /** What else is wrong shows at once, too: as far as one can tell without knowing what it is. */
  private void readAsMeant(Section section, String label, String provider) {
    var near = NearestWord.to(provider, PROVIDERS);
    if (near.isPresent()) {
      source(section, label, near.get());
    } else {
      section.allow("host", "port", "db_name", "user", "password", "password_file", "tls");
      section.allow("db_path", "format", "dump_command", "verify", "verify_database");
      common(section, label, provider);
    }
  }

  private SourceSettings common(Section section, String label, String provider) {
    schedule.read(section, label).ifPresent(schedules::add);
    EarlierPlace.note(section, "tmp_folder", DEFAULT_TMP, EarlierPlace.holdsDumpsOf(label));
    return new SourceSettings(
        label,
        provider,
        TypedValues.path(section, "tmp_folder").orElseGet(() -> section.resolve(DEFAULT_TMP)),
        TypedValues.choice(
            section,
            "compression",
            List.of(Compression.values()),
            Compression::word,
            Compression.GZIP),
        TypedValues.duration(section, "timeout", DEFAULT_TIMEOUT, SHORTEST, LONGEST),
        TypedValues.percent(section, "size_drop_alarm", SourceSettings.USUAL_SIZE_DROP_ALARM));
  }

  private static SqliteSettings sqlite(Section section, SourceSettings common) {
    var file = TypedValues.requirePath(section, "db_path");
    if (section.find("db_path").isPresent()) {
      EarlierPlace.note(section, "db_path", "", Files::isRegularFile);
    }
    return new SqliteSettings(common, file, ScratchReader.isWanted(section));
  }

  private static MariaDbSettings server(Section section, SourceSettings common) {
    var own = own(section, DatabaseReader.DEFAULT_PORT);
    DatabaseReader.refuseEncryptedSocket(section, own.host(), own.tls());
    var command = TypedValues.command(section, "dump_command");
    ensureCarried(section, "db_name");
    return new MariaDbSettings(
        common,
        own.host(),
        own.port(),
        section.require("db_name"),
        own.user(),
        own.password(),
        own.tls(),
        DumpCommand.of(command),
        ScratchReader.server(section, own));
  }

  private static PostgresSettings postgres(Section section, SourceSettings common) {
    var own = own(section, DEFAULT_POSTGRES_PORT);
    var command = TypedValues.command(section, "dump_command");
    ensureCarried(section, "host", "user", "db_name");
    return new PostgresSettings(
        common,
        own.host(),
        own.port(),
        section.require("db_name"),
        own.user(),
        own.password(),
        own.tls(),
        TypedValues.choice(
            section,
            "format",
            List.of(PostgresFormat.values()),
            PostgresFormat::word,
            PostgresFormat.PLAIN),
        DumpCommand.of(command),
        ScratchReader.server(section, own));
  }

  /** The data source's own server, which is where its dumps are restored too unless it says so. */
  private static ScratchServer own(Section section, int usualPort) {
    return new ScratchServer(
        section.require("host"),
        TypedValues.number(section, "port", usualPort, 1, 65_535),
        ScratchServer.USUAL_PREFIX,
        section.require("user"),
        Secret.of(SecretValues.find(section, "password").orElse("")),
        DatabaseReader.tls(section));
  }

  /** What programs are told by arguments or variables, which not every locale passes on. */
  private static void ensureCarried(Section section, String... keys) {
    for (var key : keys) {
      if (!NativeText.carries(section.find(key).orElse(""))) {
        section.reject(key, NativeText.advice());
      }
    }
  }
}
