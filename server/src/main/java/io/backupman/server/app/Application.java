package io.backupman.server.app;

import io.backupman.api.ApiKeys;
import io.backupman.api.ApiServer;
import io.backupman.api.ApiSettings;
import io.backupman.api.Build;
import io.backupman.api.Ports;
import io.backupman.api.metrics.Measured;
import io.backupman.api.metrics.Metrics;
import io.backupman.core.audit.Audit;
import io.backupman.core.backup.BackupRetention;
import io.backupman.core.drive.DriveSettings;
import io.backupman.core.drive.LocalDriveSettings;
import io.backupman.core.health.HealthCheck;
import io.backupman.core.health.LiveHealthCheck;
import io.backupman.core.node.Membership;
import io.backupman.core.node.ThisNode;
import io.backupman.core.notifier.NotifierReload;
import io.backupman.core.notifier.Notifiers;
import io.backupman.core.schedule.CronSchedule;
import io.backupman.core.schedule.Schedules;
import io.backupman.core.schedule.Task;
import io.backupman.core.schedule.Timetable;
import io.backupman.core.source.DataSourceSettings;
import io.backupman.core.source.SourceSettings;
import io.backupman.core.store.Database;
import io.backupman.core.store.LegacyPlaces;
import io.backupman.core.store.engine.StoreException;
import io.backupman.server.config.settings.Settings;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A whole Backupman, put together by hand. Opened, started and closed by one thread; its parts may
 * be used by several.
 */
public final class Application implements AutoCloseable {
  /** How long running work may take to end when Backupman is stopped. */
  public static final Duration GRACE = Duration.ofSeconds(30);

  private final Settings settings;
  private final Build build;
  private final Database database;
  private final LiveNotifiers notifiers;
  private final ReportParts reports;
  private final BackupParts backups;
  private final Membership membership;
  private final HealthCheck health;
  private final Ports ports;
  private final Timetable timetable;
  private final Timetable serverTimetable;
  private final Schedules schedules;
  private @Nullable ApiServer api;

  private Application(
      ConfigurationWithPlugins loaded,
      Build build,
      Database database,
      Clock clock,
      PluginRetirement retirement) {
    this.settings = loaded.config().settings();
    this.build = build;
    this.database = database;
    notifiers = new LiveNotifiers(loaded, retirement);
    var node = ThisNode.create();
    var metrics = new Metrics(measured());
    var secrets = loaded.source().secrets();
    reports =
        new ReportParts(settings, database, notifiers::now, node, secrets::mask, clock, metrics);
    backups = new BackupParts(loaded, database, reports, node, clock, metrics);
    membership =
        new Membership(database.nodes(), node, backups.abandoned()::endThoseOf, System::nanoTime);
    health =
        new LiveHealthCheck(database::check, backups.drives(), backups.sources(), notifiers::now);
    ports =
        new Ports(
            backups.port(),
            reports.port(),
            new Ports.Notifiers(notifiers::now, notifiers, reports.tester()),
            new Audit(database.audit(), clock),
            health,
            metrics,
            StoreException.class::isInstance);
    timetable = new Timetable(joined(reports.tasks(), backups.tasks()), clock);
    serverTimetable = new Timetable(backups.serverTasks(), clock);
    schedules = backups.schedules();
    notifiers.onReplaced(
        new ReloadListener(health, database.deliveryQueue(), reports.worker()::wake, clock));
  }

  private Measured measured() {
    var sources = settings.dataSources().stream().map(DataSourceSettings::common).toList();
    var folders =
        settings.drives().stream()
            .flatMap(d -> d instanceof LocalDriveSettings local ? Stream.of(local) : Stream.empty())
            .collect(Collectors.toMap(DriveSettings::label, LocalDriveSettings::folder));
    return new Measured(
        build.version(),
        build.commitSha(),
        sources.stream().map(SourceSettings::label).toList(),
        settings.schedules().stream().map(CronSchedule::label).toList(),
        settings.drives().stream().map(DriveSettings::label).toList(),
        folders,
        notifiers::now,
        database.metrics(),
        database::poolUse);
  }

  private static List<Task> joined(List<Task> some, List<Task> others) {
    return Stream.concat(some.stream(), others.stream()).toList();
  }

  /**
   * Opens the own database and puts everything together. The application closes what was loaded.
   *
   * @throws StoreException with a sentence if the database cannot be used
   */
  public static Application open(ConfigurationWithPlugins loaded, Build build, Clock clock) {
    return open(loaded, build, clock, new PluginRetirement());
  }

  static Application open(
      ConfigurationWithPlugins loaded, Build build, Clock clock, PluginRetirement retirement) {
    try {
      var settings = loaded.config().settings();
      var places = new LegacyPlaces(settings.dataSources(), settings.drives());
      var database = Database.open(settings.database(), clock, places);
      return new Application(loaded, build, database, database.clock(), retirement);
    } catch (RuntimeException e) {
      loaded.close();
      throw e;
    }
  }

  /** Takes over what processes that are gone left behind, and starts to deliver. */
  public void start() {
    membership.start();
    backups.abandoned().endThoseOfUnknown();
    notifiers.announce();
    reports.worker().start();
    timetable.start();
  }

  /**
   * Starts to answer HTTP requests, and backups at their times.
   *
   * @param port overrides the configured one
   * @param lost is called once if the server cannot listen any more, which the log tells of
   * @return the port
   * @throws io.backupman.api.ListenException with a sentence if the address cannot be used
   */
  public int serve(@Nullable Integer port, Runnable lost) {
    var http = settings().http();
    var keys = ApiKeys.of(http.keys());
    var server =
        new ApiServer(
            ApiSettings.of(
                http.host(),
                port == null ? http.port() : port,
                http.appUrl(),
                keys,
                http.publicMetrics()),
            build,
            ports,
            lost);
    server.start();
    api = server;
    schedules.start();
    serverTimetable.start();
    return server.port();
  }

  /** What the configuration says. */
  public Settings settings() {
    return settings;
  }

  /** What looks up, starts, stops and removes backups, sends reports again, and records that. */
  public Ports ports() {
    return ports;
  }

  /** Removes old backups, if the configuration says so. */
  public Optional<BackupRetention> retention() {
    return backups.retention();
  }

  /** The notifiers of now. */
  public Notifiers notifiers() {
    return notifiers.now();
  }

  /** Takes over what has changed in the notifiers and plugins. */
  public NotifierReload reload() {
    return notifiers;
  }

  /**
   * Stops in the order in which nothing is lost: no new requests, running backups end as failed
   * with their reports, what is due is sent once more, and only then the database is closed.
   */
  @Override
  public void close() {
    var deadline = System.nanoTime() + GRACE.toNanos();
    var server = api;
    if (server != null) {
      server.stopAccepting();
    }
    schedules.stop(left(deadline));
    var allEnded = backups.backups().stop(left(deadline));
    serverTimetable.stop(left(deadline));
    timetable.stop(left(deadline));
    reports.worker().stop(left(deadline));
    if (server != null) {
      server.close();
    }
    membership.stop();
    if (allEnded) {
      membership.leave();
    }
    notifiers.close();
    database.close();
  }

  private static Duration left(long deadline) {
    return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
  }
}
