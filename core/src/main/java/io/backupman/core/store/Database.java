package io.backupman.core.store;

import io.backupman.core.backup.BackupStore;
import io.backupman.core.node.NodeStore;
import io.backupman.core.report.OutageStore;
import io.backupman.core.report.ReportStore;

/**
 * Backupman's own database, open. Safe for use by several threads; several processes may have the
 * same one open, but for one in memory. An interrupt does not stop a call that has begun; the
 * thread stays interrupted.
 *
 * <p>Whatever is called here or on one of the stores throws {@link StoreException} if the database
 * cannot be used, within seconds; once it can be used again, the next call works.
 */
public final class Database implements AutoCloseable {
  private final Pool pool;
  private final Sql sql;

  private Database(Pool pool) {
    this.pool = pool;
    this.sql = new Sql(pool);
  }

  /**
   * Opens a database and brings its tables up to date. A file that is not there is made; so is a
   * missing database on a server, if the user may.
   *
   * @throws StoreException with a sentence that says what is wrong
   */
  public static Database open(DatabaseSettings settings) {
    var pool = new Pool(Place.of(settings));
    try {
      Migrations.run(pool);
      pool.opened();
      return new Database(pool);
    } catch (RuntimeException e) {
      pool.close();
      throw e;
    }
  }

  /** The records of backups. */
  public BackupStore backups() {
    return new BackupSql(sql);
  }

  /** The records of reports, deliveries and attempts. */
  public ReportStore reports() {
    return new ReportSql(sql);
  }

  /** The records of destinations that are failing. */
  public OutageStore outages() {
    return new OutageSql(sql);
  }

  /** The records of living processes. */
  public NodeStore nodes() {
    return new NodeSql(sql);
  }

  /**
   * Asks the database for an answer.
   *
   * @throws StoreException if there is none
   */
  public void check() {
    sql.query("SELECT 1", row -> row);
  }

  /** Waits for what is being carried out, and closes the database. */
  @Override
  public void close() {
    sql.close();
    pool.close();
  }
}
