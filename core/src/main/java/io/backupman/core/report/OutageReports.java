package io.backupman.core.report;

import com.github.f4b6a3.uuid.UuidCreator;
import io.backupman.core.notifier.Notifiers;
import io.backupman.core.report.ReportStore.ReportWithDeliveries;
import io.backupman.notifier.spi.BackupStatus;
import io.backupman.notifier.spi.Notification;
import io.backupman.notifier.spi.Outage;
import java.time.Instant;
import java.util.Set;

/** Makes the reports of an outage, which go through all other notifiers. */
final class OutageReports {
  /** The events that tell of an outage. */
  static final Set<String> EVENTS =
      Set.of(Notification.NOTIFIER_FAILING, Notification.NOTIFIER_RECOVERED);

  private OutageReports() {}

  /** The report that a destination has been failing for long. */
  static ReportWithDeliveries failing(Outage outage, Notifiers notifiers, Instant now) {
    return of(Notification.NOTIFIER_FAILING, BackupStatus.FAILED, outage, notifiers, now);
  }

  /** The report that a destination is reached again, from now on. */
  static ReportWithDeliveries recovered(Outage outage, Notifiers notifiers, Instant now) {
    var over =
        new Outage(outage.notifier(), outage.destination(), outage.since(), now, outage.reason());
    return of(Notification.NOTIFIER_RECOVERED, BackupStatus.FINISHED, over, notifiers, now);
  }

  private static ReportWithDeliveries of(
      String event, BackupStatus status, Outage outage, Notifiers notifiers, Instant now) {
    var id = UuidCreator.getTimeOrderedEpoch(now);
    var payload = ReportPayload.write(outage, id);
    var report = new Report(id, event, null, outage.notifier(), status.word(), payload, now);
    var targets = notifiers.targetsBeside(outage.notifier(), event);
    return new ReportWithDeliveries(
        report, Reports.deliveries(id, targets, DeliveryTrigger.AUTOMATIC, now));
  }
}
