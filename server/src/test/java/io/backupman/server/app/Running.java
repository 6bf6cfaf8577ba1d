package io.backupman.server.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.backupman.api.Build;
import io.backupman.core.backup.Backup;
import io.backupman.core.backup.BackupTrigger;
import io.backupman.core.mask.KnownSecrets;
import io.backupman.core.notifier.ConfiguredNotifier;
import io.backupman.core.report.Attempt;
import io.backupman.core.report.Delivery;
import io.backupman.core.report.ReportQuery;
import io.backupman.core.source.sqlite.SampleDatabase;
import io.backupman.notifier.spi.BackupStatus;
import io.backupman.server.plugin.PluginJar;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A whole Backupman, with a small data source, in a folder of its own. */
final class Running implements AutoCloseable {
  private static final Build BUILD = new Build("1.2.3", "", "");

  private final Path folder;
  private final Application application;

  private Running(Path folder, Application application) {
    this.folder = folder;
    this.application = application;
  }

  /** Writes a configuration with these notifiers. */
  static void configure(Path folder, String notifiers) {
    write(
        folder.resolve("config.yml"),
        """
        database: {provider: memory}
        data_sources:
          - {provider: sqlite, label: Shop, db_path: %1$s/shop.db, tmp_folder: %1$s/tmp}
        drives: [{provider: local, label: Local, folder: %1$s/storage}]
        plugins: {folder: %1$s/plugins}
        http: {host: 127.0.0.1, port: 0, admin_api_keys: [admin-key]}
        notifiers:
        """
                .formatted(folder)
            + notifiers.indent(2));
  }

  static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts what the folder's configuration says. */
  static Running start(Path folder) {
    return start(folder, Duration.ofMinutes(1));
  }

  /** Starts it; what was replaced is closed after this time, whatever still runs on it. */
  static Running start(Path folder, Duration longestUse) {
    SampleDatabase.create(folder.resolve("shop.db"));
    var clock = Clock.tickMillis(ZoneOffset.UTC);
    var source =
        new ConfigSource(folder.resolve("config.yml"), Map.of(), BUILD, clock, new KnownSecrets());
    var retirement = new PluginRetirement(Duration.ofMillis(100), longestUse);
    var application = Application.open(source.load(), BUILD, clock, retirement);
    application.start();
    return new Running(folder, application);
  }

  Application application() {
    return application;
  }

  /** Replaces a JAR of the plugins folder as {@code cp} does: in place. */
  Path plugin(String name, PluginJar jar) throws IOException {
    return jar.build(folder.resolve("plugins").resolve(name));
  }

  ConfiguredNotifier notifier(String name) {
    return application.notifiers().find(name).orElseThrow();
  }

  boolean isUp(String notifier) {
    var notifiers = application.ports().health().check().notifiers();
    return Objects.requireNonNull(notifiers.get(notifier)).up();
  }

  /** Runs one backup to its end. */
  Backup backUp() {
    var started =
        application.ports().backups().operations().start(List.of(), BackupTrigger.MANUAL).backups();
    var id = started.getFirst().id();
    await()
        .dontCatchUncaughtExceptions() // a plugin's own threads may throw what they like
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                application.ports().backups().store().find(id).orElseThrow().status()
                    != BackupStatus.PENDING);
    var ended = application.ports().backups().store().find(id).orElseThrow();
    assertThat(ended.status()).isEqualTo(BackupStatus.FINISHED);
    return ended;
  }

  /** The newest report's delivery by this notifier. */
  Delivery delivery(String notifier) {
    return application
        .ports()
        .reports()
        .store()
        .list(ReportQuery.newest(1))
        .results()
        .getFirst()
        .deliveries()
        .stream()
        .filter(delivery -> delivery.notifier().equals(notifier))
        .findFirst()
        .orElseThrow();
  }

  /** Waits for the first attempt of the newest report by this notifier. */
  Attempt attempt(String notifier) {
    await()
        .dontCatchUncaughtExceptions() // a plugin's own threads may throw what they like
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                !application.ports().reports().store().attempts(delivery(notifier).id()).isEmpty());
    return application.ports().reports().store().attempts(delivery(notifier).id()).getFirst();
  }

  @Override
  public void close() {
    application.close();
  }
}
