package io.backupman.server.app;

import io.backupman.api.ApiKeys;
import io.backupman.api.ApiServer;
import io.backupman.api.ApiSettings;
import io.backupman.api.Build;
import io.backupman.api.Ports;
import io.backupman.core.backup.AbandonedBackups;
import io.backupman.core.backup.BackupBegin;
import io.backupman.core.backup.BackupEnd;
import io.backupman.core.backup.BackupOperations;
import io.backupman.core.backup.BackupRemoval;
import io.backupman.core.backup.BackupRemover;
import io.backupman.core.backup.BackupRetention;
import io.backupman.core.backup.BackupStore;
import io.backupman.core.backup.Backups;
import io.backupman.core.backup.LivedClock;
import io.backupman.core.backup.Orphans;
import io.backupman.core.backup.ReplacedCopies;
import io.backupman.core.backup.Site;
import io.backupman.core.download.Downloads;
import io.backupman.core.drive.Drive;
import io.backupman.core.drive.LocalDriveSettings;
import io.backupman.core.health.HealthCheck;
import io.backupman.core.health.LiveHealthCheck;
import io.backupman.core.node.Membership;
import io.backupman.core.node.ThisNode;
import io.backupman.core.notifier.NotifierReload;
import io.backupman.core.notifier.Notifiers;
import io.backupman.core.report.BulkResend;
import io.backupman.core.report.BulkResender;
import io.backupman.core.report.DeliveryWorker;
import io.backupman.core.report.DeliveryWorker.NodeName;
import io.backupman.core.report.LiveTrial;
import io.backupman.core.report.ReportFactory;
import io.backupman.core.report.ReportStore;
import io.backupman.core.report.Resend;
import io.backupman.core.report.Resender;
import io.backupman.core.report.RetrySchedule;
import io.backupman.core.report.Trial;
import io.backupman.core.schedule.Schedules;
import io.backupman.core.schedule.Timetable;
import io.backupman.core.source.DataSource;
import io.backupman.core.source.DataSourceSettings;
import io.backupman.core.source.Owner;
import io.backupman.core.store.Database;
import io.backupman.core.store.DatabaseSettings;
import io.backupman.core.store.LegacyPlaces;
import io.backupman.core.store.StoreException;
import io.backupman.server.config.settings.Settings;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A whole Backupman, put together by hand. Opened, started and closed by one thread; its parts may
 * be used by several.
 */
public final class Application implements AutoCloseable {
  /** How long running work may take to end when Backupman is stopped. */
  public static final Duration GRACE = Duration.ofSeconds(30);

  /** Each backup compresses, which is what a processor is busy with. */
  private static final int BACKUPS_AT_ONCE =
      Math.max(2, Runtime.getRuntime().availableProcessors());

  /** An attempt has two minutes, and begins at once unless there is much to send. */
  private static final Duration LONGEST_TRIAL = Duration.ofSeconds(130);

  /** For orphans, to which no backup refers, three days are always a usual gap between backups. */
  private static final Duration LONG = Duration.ofDays(365);

  private final Settings settings;
  private final Build build;
  private final Database database;
  private final LiveNotifiers notifiers;
  private final DeliveryWorker worker;
  private final Backups backups;
  private final AbandonedBackups abandoned;
  private final Membership membership;
  private final BackupRemover remover;
  private final Downloads downloads;
  private final Optional<BackupRetention> retention;
  private final Timetable timetable;
  private final Timetable serverWork;
  private final Schedules schedules;
  private final HealthCheck health;
  private final Resender resender;
  private final BulkResender bulkResender;
  private final Trial trial;
  private @Nullable ApiServer api;

  private Application(
      Loaded loaded, Build build, Database database, Clock clock, Retirement retirement) {
    this.settings = loaded.config().settings();
    var owner =
        settings.database() instanceof DatabaseSettings.Memory ? Owner.OF_MEMORY : database.owner();
    List<DataSource> sources =
        settings.dataSources().stream().map(d -> DataSources.of(d, owner)).toList();
    var secrets = loaded.source().secrets();
    List<Drive> drives =
        settings.drives().stream()
            .map(d -> Drives.of(d, loaded.config().network(), secrets::addPassing))
            .toList();
    var node = ThisNode.create();
    this.build = build;
    this.database = database;
    this.notifiers = new LiveNotifiers(loaded, retirement);
    Supplier<Notifiers> now = notifiers::now;
    this.worker =
        new DeliveryWorker(
            database.deliveryQueue(),
            now,
            new RetrySchedule(settings.delivery().retryDelays(), new Random()),
            settings.delivery().concurrency(),
            new NodeName(node.id(), node.name()),
            secrets::mask,
            clock);
    var site = new Site(node.name(), settings.timeZones());
    var reports = new ReportFactory(now, clock);
    var begin =
        new BackupBegin(database.backups(), database.firings(), reports, site, worker::wake);
    var end = new BackupEnd(database.backups(), reports, site, clock, worker::wake);
    this.backups =
        new Backups(
            sources,
            drives,
            settings.encryption(),
            database.backups(),
            begin,
            end,
            clock,
            node.id(),
            BACKUPS_AT_ONCE);
    this.abandoned = new AbandonedBackups(database.backups(), end, sources, drives);
    this.membership =
        new Membership(database.nodes(), node, abandoned::endThoseOf, System::nanoTime);
    this.remover = new BackupRemoval(database.backups(), database.removals(), drives);
    this.downloads = new Downloads(database.backups(), drives, database.signingKeys(), clock);
    this.retention =
        settings
            .retention()
            .backups()
            .map(
                rule ->
                    new BackupRetention(
                        database.removals(), rule, remover, lived(database, clock, rule.age())));
    this.timetable =
        new Timetable(PeriodicWork.of(settings, database, now, clock, worker, backups), clock);
    this.serverWork =
        new Timetable(
            PeriodicWork.ofServer(
                settings,
                database,
                now,
                clock,
                worker,
                retention,
                new ReplacedCopies(database.backups(), database.removals(), drives),
                orphans(owner, lived(database, clock, LONG))),
            clock);
    this.schedules =
        new Schedules(
            settings.schedules(), new ScheduledBackups(database.firings(), backups), clock);
    this.health = new LiveHealthCheck(database::check, drives, sources, now);
    this.resender = new Resend(database.reports(), now, clock, worker::wake);
    this.bulkResender = new BulkResend(database.reports(), now, clock, worker::wake);
    this.trial = new LiveTrial(database.reports(), now, clock, LONGEST_TRIAL, worker::wake);
    notifiers.onReplaced(new Aftermath(health, database.deliveryQueue(), worker::wake, clock));
  }

  private static LivedClock lived(Database database, Clock clock, Duration age) {
    return new LivedClock(database.removals(), clock, age);
  }

  private Orphans orphans(Owner owner, Clock clock) {
    var folders =
        settings.drives().stream()
            .flatMap(d -> d instanceof LocalDriveSettings local ? Stream.of(local) : Stream.empty())
            .map(LocalDriveSettings::folder)
            .toList();
    var sources = settings.dataSources().stream().map(DataSourceSettings::common).toList();
    return new Orphans(database.backups(), database.removals(), sources, owner, folders, clock);
  }

  /**
   * Opens the own database and puts everything together. The application closes what was loaded.
   *
   * @throws StoreException with a sentence if the database cannot be used
   */
  public static Application open(Loaded loaded, Build build, Clock clock) {
    return open(loaded, build, clock, new Retirement());
  }

  static Application open(Loaded loaded, Build build, Clock clock, Retirement retirement) {
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
    abandoned.endThoseOfUnknown();
    notifiers.announce();
    worker.start();
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
    var keys = ApiKeys.of(http.apiKeys(), http.adminApiKeys());
    var server =
        new ApiServer(
            ApiSettings.of(http.host(), port == null ? http.port() : port, http.appUrl(), keys),
            build,
            new Ports(
                new Ports.Backups(backups, remover, database.backups(), downloads),
                new Ports.Reports(database.reports(), resender, bulkResender),
                new Ports.Notifiers(notifiers::now, notifiers, trial),
                health,
                StoreException.class::isInstance),
            lost);
    server.start();
    api = server;
    schedules.start();
    serverWork.start();
    return server.port();
  }

  /** What the configuration says. */
  public Settings settings() {
    return settings;
  }

  /** Starts backups, acts on those that have begun, and tells how far they have come. */
  public BackupOperations operations() {
    return backups;
  }

  /** Removes backups. */
  public BackupRemover remover() {
    return remover;
  }

  /** Finds copies to download. */
  public Downloads downloads() {
    return downloads;
  }

  /** The records of backups. */
  public BackupStore backups() {
    return database.backups();
  }

  /** The records of reports. */
  public ReportStore reports() {
    return database.reports();
  }

  /** Removes old backups, if the configuration says so. */
  public Optional<BackupRetention> retention() {
    return retention;
  }

  /** Sends reports again. */
  public Resender resender() {
    return resender;
  }

  /** Tries notifiers out. */
  public Trial trial() {
    return trial;
  }

  /** Looks at everything. */
  public HealthCheck health() {
    return health;
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
    var allEnded = backups.stop(left(deadline));
    serverWork.stop(left(deadline));
    timetable.stop(left(deadline));
    worker.stop(left(deadline));
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
