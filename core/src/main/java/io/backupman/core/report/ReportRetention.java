package io.backupman.core.report;

import io.backupman.core.audit.AuditStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Deletes old reports with their deliveries and attempts, oldest first, in small transactions. A
 * report with a delivery that still waits stays. What was recorded of who did what goes with them.
 * Safe for use by several threads and several processes.
 */
public final class ReportRetention {
  private static final System.Logger LOG = System.getLogger(ReportRetention.class.getName());
  private static final int BATCH = 200;

  private final ReportStore store;
  private final AuditStore audit;
  private final Duration age;
  private final Clock clock;

  /**
   * Keeps reports for some time.
   *
   * @param store has the reports
   * @param audit has the records of who did what
   * @param age how long both are kept
   * @param clock tells how old they are
   */
  public ReportRetention(ReportStore store, AuditStore audit, Duration age, Clock clock) {
    this.store = store;
    this.audit = audit;
    this.age = age;
    this.clock = clock;
  }

  /** Deletes what is too old now; stops early when the thread is interrupted. */
  public void deleteOld() {
    var before = clock.instant().minus(age);
    deleteReports(before);
    deleteAudit(before);
  }

  private void deleteReports(Instant before) {
    var deleted = 0;
    Optional<UUID> seen = Optional.empty();
    do {
      var batch = store.deleteOld(seen.orElse(null), before, BATCH);
      deleted += batch.deleted();
      seen = batch.last();
    } while (seen.isPresent() && !Thread.currentThread().isInterrupted());
    if (deleted > 0) {
      LOG.log(System.Logger.Level.INFO, "Deleted {0} reports from before {1}.", deleted, before);
    }
  }

  private void deleteAudit(Instant before) {
    var deleted = 0;
    int batch;
    do {
      batch = audit.deleteOlder(before, BATCH);
      deleted += batch;
    } while (batch == BATCH && !Thread.currentThread().isInterrupted());
    if (deleted > 0) {
      LOG.log(
          System.Logger.Level.INFO,
          "Deleted {0} entries of the audit from before {1}.",
          deleted,
          before);
    }
  }
}
