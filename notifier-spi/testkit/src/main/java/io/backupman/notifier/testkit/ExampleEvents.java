package io.backupman.notifier.testkit;

import io.backupman.notifier.spi.BackupReport;
import io.backupman.notifier.spi.BackupStatus;
import io.backupman.notifier.spi.Notification;
import io.backupman.notifier.spi.OverdueBackup;
import io.backupman.notifier.spi.Verification;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Notifications of every kind, each the first attempt at a report of its own. */
public final class ExampleEvents {
  private static final Instant NOON = Instant.parse("2025-07-02T12:00:00Z");

  private ExampleEvents() {}

  /** A backup has finished. */
  public static Notification finished() {
    return about(Notification.BACKUP_REPORT, ExampleReport.finished().build());
  }

  /** A backup has failed. */
  public static Notification failed() {
    return failed("mariadb-dump ended with exit code 2:\nAccess denied for user 'root'.");
  }

  /** A backup has failed for this reason. */
  public static Notification failed(String reason) {
    return about(Notification.BACKUP_REPORT, ExampleReport.bare().error(reason).build());
  }

  /** A backup has finished, and the one before had failed. */
  public static Notification recovered() {
    return about(Notification.BACKUP_REPORT, ExampleReport.finished().recovered(true).build());
  }

  /** A backup has finished and was restored, but there is something to look at. */
  public static Notification warned() {
    var report =
        ExampleReport.finished()
            .warning(
                "The dump is 73 % smaller than usual: 1.1 TiB, median of the last 10: 4.2 TiB.")
            .verification(Verification.verified(12, 34_567));
    return about(Notification.BACKUP_REPORT, report.build());
  }

  /** A backup has failed because its dump could not be restored. */
  public static Notification notRestored() {
    var reason = "The table 'orders' has 3 rows, but 5 were dumped.";
    var report =
        ExampleReport.finished()
            .status(BackupStatus.FAILED)
            .error("The dump could not be restored: " + reason)
            .verification(Verification.failed(reason));
    return about(Notification.BACKUP_REPORT, report.build());
  }

  /** A backup has started. */
  public static Notification started() {
    var pending = ExampleReport.finished().status(BackupStatus.PENDING).finishedAt(null).build();
    return about(Notification.BACKUP_STARTED, pending);
  }

  /** Somebody tries the channel. */
  public static Notification test() {
    return about(Notification.TEST, ExampleReport.finished().build());
  }

  /** A data source has had no finished backup for long. */
  public static Notification overdue() {
    var last = NOON.minus(Duration.ofDays(2));
    return start(Notification.BACKUP_OVERDUE)
        .overdue(
            OverdueBackup.builder("Mysql 1", last, NOON.minusSeconds(60))
                .lastFinishedAt(last)
                .build())
        .build();
  }

  /** Another notifier fails. */
  public static Notification notifierFailing() {
    return ExampleReport.outage(null);
  }

  /** Two other notifiers fail, of one cause. */
  public static Notification notifiersFailing() {
    return ExampleReport.outages(null);
  }

  /** Another notifier works again. */
  public static Notification notifierRecovered() {
    return ExampleReport.outage(NOON);
  }

  /** An event of a future host that is about nothing known. */
  public static Notification unknown() {
    return start("moon_phase").build();
  }

  /** A finished and a failed backup of a data source with this label. */
  public static List<Notification> labelled(String label) {
    var finished = BackupReport.builder(UUID.randomUUID(), BackupStatus.FINISHED, label, NOON);
    var failed = BackupReport.builder(UUID.randomUUID(), BackupStatus.FAILED, label, NOON);
    return List.of(
        about(Notification.BACKUP_REPORT, finished.build()),
        about(Notification.BACKUP_REPORT, failed.error("It broke: " + label).build()));
  }

  /** All of the above, an unknown one about a backup too. */
  public static List<Notification> all() {
    return List.of(
        finished(),
        failed(),
        recovered(),
        warned(),
        notRestored(),
        started(),
        test(),
        overdue(),
        notifierFailing(),
        notifierRecovered(),
        unknown(),
        about("backup_verified", ExampleReport.finished().build()));
  }

  private static Notification about(String event, BackupReport backup) {
    return start(event).backup(backup).build();
  }

  private static Notification.Builder start(String event) {
    return Notification.builder(UUID.randomUUID(), UUID.randomUUID(), event, NOON);
  }
}
