package io.backupman.core.report;

import com.github.f4b6a3.uuid.UuidCreator;
import io.backupman.core.notifier.Notifiers;
import io.backupman.notifier.spi.BackupStatus;
import io.backupman.notifier.spi.OverdueBackup;
import java.time.Instant;

/** Makes the reports that a backup is overdue, which go to whoever hears of its data source. */
public final class OverdueReports {
  private OverdueReports() {}

  /** The report that a backup is overdue. */
  public static ReportWithDeliveries of(OverdueBackup overdue, Notifiers notifiers, Instant now) {
    var id = UuidCreator.getTimeOrderedEpoch(now);
    var event = Event.BACKUP_OVERDUE.word();
    var report =
        new Report(
            id,
            event,
            null,
            overdue.label(),
            BackupStatus.FAILED.word(),
            ReportPayload.write(overdue, id),
            now);
    var routes = new Addressing(notifiers).of(report);
    return new ReportWithDeliveries(
        report, Delivery.due(id, routes, DeliveryTrigger.AUTOMATIC, now));
  }
}
