package io.backupman.api;

import io.backupman.api.metrics.Metrics;
import io.backupman.core.audit.Audit;
import io.backupman.core.backup.BackupOperations;
import io.backupman.core.backup.BackupRemover;
import io.backupman.core.backup.BackupStore;
import io.backupman.core.download.Downloads;
import io.backupman.core.health.HealthCheck;
import io.backupman.core.notifier.NotifierReload;
import io.backupman.core.report.ReportStore;
import io.backupman.core.report.resend.BulkResender;
import io.backupman.core.report.resend.NotifierTester;
import io.backupman.core.report.resend.Resender;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * What the API needs of the core.
 *
 * @param audit records who does what
 * @param health looks at everything
 * @param metrics tells what is measured, and counts wrong keys
 * @param databaseAway tells whether a failure means that the own database cannot be reached; such a
 *     failure is answered with 503, any other with 500
 */
public record Ports(
    Backups backups,
    Reports reports,
    Notifiers notifiers,
    Audit audit,
    HealthCheck health,
    Metrics metrics,
    Predicate<Throwable> databaseAway) {

  /**
   * What backups are looked up, started, stopped, removed and downloaded with.
   *
   * @param operations starts backups and acts on those that have begun
   * @param remover removes backups
   * @param store has the records of backups
   * @param downloads finds copies to download
   */
  public record Backups(
      BackupOperations operations, BackupRemover remover, BackupStore store, Downloads downloads) {}

  /**
   * What reports are looked up and sent again with.
   *
   * @param store has the records of reports
   * @param resender sends reports again
   * @param bulkResender sends many reports again
   */
  public record Reports(ReportStore store, Resender resender, BulkResender bulkResender) {}

  /**
   * What notifiers are looked up, reloaded and tested with.
   *
   * @param now gives the notifiers as they are now; asked at each request
   * @param reload replaces them
   * @param tester tests notifiers
   */
  public record Notifiers(
      Supplier<io.backupman.core.notifier.Notifiers> now,
      NotifierReload reload,
      NotifierTester tester) {}
}
