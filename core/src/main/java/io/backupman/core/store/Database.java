package io.backupman.core.store;

import io.backupman.core.audit.AuditStore;
import io.backupman.core.backup.AwaitedStore;
import io.backupman.core.backup.BackupStore;
import io.backupman.core.backup.FiringStore;
import io.backupman.core.backup.RemovalStore;
import io.backupman.core.download.SigningKeys;
import io.backupman.core.metrics.MetricsStore;
import io.backupman.core.metrics.PoolUse;
import io.backupman.core.node.NodeStore;
import io.backupman.core.report.ReportStore;
import io.backupman.core.report.alarm.OutageStore;
import io.backupman.core.report.delivery.DeliveryQueue;
import io.backupman.core.schedule.FutureTimes;
import io.backupman.core.source.Owner;
import io.backupman.core.store.engine.DatabaseLocation;
import io.backupman.core.store.engine.DatabaseSettings;
import io.backupman.core.store.engine.Migrations;
import io.backupman.core.store.engine.Outlook;
import io.backupman.core.store.engine.Pool;
import io.backupman.core.store.engine.StoreException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/**
 * Backupman's own database, open. Safe for use by several threads; several processes may have the
 * same one open, but for one in memory. An interrupt does not stop a call that has begun; the
 * thread stays interrupted.
 *
 * <p>Whatever is called here or on one of the stores throws {@link StoreException} if the database
 * cannot be used: within seconds if it cannot be reached or says so, after a minute if it does not
 * answer at all. Once it can be used again, the next call works.
 */
public final class Database implements AutoCloseable {
  /** Of a table: a node that is cut off from its cluster answers everything else. */
  private static final String ANY = "SELECT id FROM nodes WHERE id = ''";

  private static final LegacyPlaces NO_LEGACY = new LegacyPlaces(List.of(), List.of());

  private final Pool pool;
  private final Sql sql;

  /**
   * For signs of life, claims and leases: if they waited behind slow lists, or behind those who
   * wait for a lock, a healthy process would look dead to others.
   */
  private final Sql reserved;

  private final DatabaseClock clock;

  private Database(Pool pool, Clock own) {
    this.pool = pool;
    this.sql = new Sql(pool, pool.sharedConnections());
    this.reserved = new Sql(pool, pool.reservedConnections());
    this.clock = new DatabaseClock(own, pool.timeQuery(), System::nanoTime);
  }

  /**
   * Opens a database and brings its tables up to date. A file that is not there is made; so is a
   * missing database on a server, if the user may.
   *
   * @throws StoreException with a sentence that says what is wrong
   */
  public static Database open(DatabaseSettings settings) {
    return open(DatabaseLocation.of(settings));
  }

  static Database open(DatabaseLocation location) {
    var own = Clock.tick(Clock.systemUTC(), Duration.ofMillis(1));
    return open(location, own, NO_LEGACY);
  }

  /**
   * Opens a database.
   *
   * @param own this machine's clock, for {@link #clock()}
   * @throws StoreException with a sentence that says what is wrong
   * @see #open(DatabaseSettings)
   */
  public static Database open(DatabaseSettings settings, Clock own) {
    return open(settings, own, NO_LEGACY);
  }

  /**
   * Opens a database. If heryTz/backupman has its records there, they are taken over the first
   * time.
   *
   * @param own this machine's clock, for {@link #clock()}
   * @param places where what that program has recorded is found now
   * @throws StoreException with a sentence that says what is wrong
   * @see #open(DatabaseSettings)
   */
  public static Database open(DatabaseSettings settings, Clock own, LegacyPlaces places) {
    return open(DatabaseLocation.of(settings), own, places);
  }

  private static Database open(DatabaseLocation location, Clock own, LegacyPlaces places) {
    var pool = new Pool(location);
    try {
      if (!pool.isMigrated()) {
        Migrations.run(location, pool.names());
      }
      LegacyImport.run(location, pool.names(), places, own);
      var database = new Database(pool, own);
      database.check();
      pool.closeFirst();
      return database.withTheRightTime();
    } catch (RuntimeException e) {
      pool.close();
      throw e;
    }
  }

  /** What would come of opening a database; nothing is made or changed, but it is looked at. */
  public static Outlook outlook(DatabaseSettings settings) {
    return DatabaseLocation.of(settings).outlook();
  }

  private Database withTheRightTime() {
    if (pool.timeQuery().isPresent()) {
      sql.transaction(
          tx -> {
            clock.keepRight(tx);
            return true;
          });
    }
    return this;
  }

  /**
   * The clock of all processes that share the database: this machine's, put right where it differs
   * from the database server's by more than half a second. That is looked at when the database is
   * opened and, while deliveries are looked for, once a minute.
   */
  public Clock clock() {
    return clock;
  }

  /** The records of backups. */
  public BackupStore backups() {
    return new BackupSql(sql);
  }

  /** The records of backups, for those who remove some. */
  public RemovalStore removals() {
    return new RemovalSql(sql);
  }

  /** The firings of schedules. */
  public FiringStore firings() {
    return new FiringSql(sql);
  }

  /** The key that download links are signed with. */
  public SigningKeys signingKeys() {
    return new SigningKeySql(sql);
  }

  /** Whose files those are that the processes with these records write in shared folders. */
  public Owner owner() {
    return new OwnerSql(sql).owner();
  }

  /** The times in all records that somebody waits for. */
  public FutureTimes futureTimes() {
    return new FutureTimesSql(sql);
  }

  /** The records of data sources whose next backup is awaited. */
  public AwaitedStore awaited() {
    return new AwaitedSql(sql);
  }

  /** The history of reports. */
  public ReportStore reports() {
    return new ReportSql(sql);
  }

  /** The records of who did what. */
  public AuditStore audit() {
    return new AuditSql(sql);
  }

  /** The deliveries that wait to be sent. */
  public DeliveryQueue deliveryQueue() {
    return new DeliveryQueueSql(sql, new ClaimSql(reserved, clock), new NodeRouteSql(reserved));
  }

  /** The records of destinations that are failing. */
  public OutageStore outages() {
    return new OutageSql(sql);
  }

  /** What monitoring asks of the records. */
  public MetricsStore metrics() {
    return new MetricsSql(sql);
  }

  /** What the connections are busy with; asks the database nothing. */
  public PoolUse poolUse() {
    return pool.use().and(sql.waiting() + reserved.waiting());
  }

  /** The records of living processes. */
  public NodeStore nodes() {
    return new NodeSql(sql, reserved);
  }

  /**
   * Asks the database for an answer.
   *
   * @throws StoreException if there is none
   */
  public void check() {
    sql.query(ANY, row -> row, Params.none());
  }

  /** Waits for what is being carried out, and closes the database. */
  @Override
  public void close() {
    sql.close();
    reserved.close();
    pool.close();
  }
}
