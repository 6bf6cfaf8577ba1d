package io.backupman.core.report;

import com.github.f4b6a3.uuid.UuidCreator;
import io.backupman.core.notifier.Notifiers;
import io.backupman.core.report.OutageStore.Over;
import io.backupman.notifier.spi.BackupStatus;
import io.backupman.notifier.spi.Outage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Makes the reports of outages that are told together. */
final class OutageReports {
  private static final int LONGEST_LABEL = 500;

  private OutageReports() {}

  /** The report that destinations have been failing for long. */
  static ReportWithDeliveries failing(List<Outage> outages, Notifiers notifiers, Instant now) {
    return of(Event.NOTIFIER_FAILING, outages, new Addressing(notifiers).ofFailing(outages), now);
  }

  /**
   * The report that destinations are reached again, to those who were told that they were not;
   * empty if all of those who were to be told were not.
   *
   * @param elsewhere whether only another process can send on a route
   */
  static Optional<ReportWithDeliveries> recovered(
      Over over, Notifiers notifiers, Predicate<Route> elsewhere, Instant now) {
    var told = new Addressing(notifiers).ofRecovered(over.alarm(), elsewhere);
    return told.isEmpty() && !over.alarm().isEmpty()
        ? Optional.empty()
        : Optional.of(of(Event.NOTIFIER_RECOVERED, over.outages(), told, now));
  }

  private static ReportWithDeliveries of(
      Event event, List<Outage> outages, List<Route> routes, Instant now) {
    var id = UuidCreator.getTimeOrderedEpoch(now);
    var payload = ReportPayload.write(outages, id);
    var status = event == Event.NOTIFIER_FAILING ? BackupStatus.FAILED : BackupStatus.FINISHED;
    var report = new Report(id, event.word(), null, label(outages), status.word(), payload, now);
    return new ReportWithDeliveries(
        report, Delivery.due(id, routes, DeliveryTrigger.AUTOMATIC, now));
  }

  /** The names of the notifiers. */
  private static String label(List<Outage> outages) {
    var names = outages.stream().map(Outage::notifier).distinct().collect(Collectors.joining(", "));
    return names.length() <= LONGEST_LABEL ? names : names.substring(0, LONGEST_LABEL - 1) + "…";
  }
}
