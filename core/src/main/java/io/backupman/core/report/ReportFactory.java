package io.backupman.core.report;

import com.github.f4b6a3.uuid.UuidCreator;
import io.backupman.core.notifier.Notifiers;
import io.backupman.notifier.spi.BackupReport;
import io.backupman.notifier.spi.BackupStatus;
import io.backupman.notifier.spi.Outage;
import io.backupman.notifier.spi.OverdueBackup;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes new reports, with a delivery to each destination that {@link Addressing} finds among the
 * notifiers of now. Nothing is stored by that, nor is any store asked: reports may be made within a
 * transaction. Safe for use by several threads.
 */
public final class ReportFactory {
  private static final int LONGEST_LABEL = 500;

  private final Supplier<Notifiers> notifiers;
  private final Clock clock;

  /**
   * Makes reports for some notifiers.
   *
   * @param notifiers the notifiers of now
   * @param clock gives times in whole milliseconds
   */
  public ReportFactory(Supplier<Notifiers> notifiers, Clock clock) {
    this.notifiers = notifiers;
    this.clock = clock;
  }

  /** The report that a backup has ended. */
  public ReportWithDeliveries ended(BackupReport backup) {
    return addressed(of(Event.BACKUP_REPORT, backup.id(), backup));
  }

  /** The report that a backup has started; empty if nobody wants to hear of it. */
  public Optional<ReportWithDeliveries> started(BackupReport backup) {
    return Optional.of(addressed(of(Event.BACKUP_STARTED, backup.id(), backup)))
        .filter(report -> !report.deliveries().isEmpty());
  }

  /** The report that a backup is overdue. */
  public ReportWithDeliveries overdue(OverdueBackup overdue) {
    return addressed(
        report(
            Event.BACKUP_OVERDUE,
            null,
            overdue.label(),
            BackupStatus.FAILED,
            id -> ReportPayload.write(overdue, id)));
  }

  /** The report that destinations have been failing for long. */
  public ReportWithDeliveries failing(List<Outage> outages) {
    return addressed(of(Event.NOTIFIER_FAILING, outages, BackupStatus.FAILED));
  }

  /**
   * The report that destinations are reached again, to those who were told that they were not;
   * empty if all of those who were to be told were not.
   *
   * @param outages the outages that are over, those that began first before the others
   * @param alarm the deliveries of the report that has told of them
   * @param elsewhere whether only another process can send on a route
   */
  public Optional<ReportWithDeliveries> recovered(
      List<Outage> outages, List<Delivery> alarm, Predicate<Route> elsewhere) {
    var routes = new Addressing(notifiers.get()).ofRecovered(alarm, elsewhere);
    return routes.isEmpty() && !alarm.isEmpty()
        ? Optional.empty()
        : Optional.of(
            with(
                of(Event.NOTIFIER_RECOVERED, outages, BackupStatus.FINISHED),
                routes,
                DeliveryTrigger.AUTOMATIC));
  }

  /** The report of a test, about a backup that never was, to these destinations. */
  public ReportWithDeliveries test(List<Route> routes) {
    return with(
        of(Event.TEST, null, SampleBackup.at(clock.instant())), routes, DeliveryTrigger.TEST);
  }

  private Report of(Event event, @Nullable UUID backupId, BackupReport backup) {
    return report(
        event, backupId, backup.label(), backup.status(), id -> ReportPayload.write(backup, id));
  }

  private Report of(Event event, List<Outage> outages, BackupStatus status) {
    return report(event, null, label(outages), status, id -> ReportPayload.write(outages, id));
  }

  /** The names of the notifiers. */
  private static String label(List<Outage> outages) {
    var names = outages.stream().map(Outage::notifier).distinct().collect(Collectors.joining(", "));
    return names.length() <= LONGEST_LABEL ? names : names.substring(0, LONGEST_LABEL - 1) + "…";
  }

  private Report report(
      Event event,
      @Nullable UUID backupId,
      String label,
      BackupStatus status,
      Function<UUID, String> payload) {
    var now = clock.instant();
    var id = UuidCreator.getTimeOrderedEpoch(now);
    return new Report(id, event.word(), backupId, label, status.word(), payload.apply(id), now);
  }

  private ReportWithDeliveries addressed(Report report) {
    return with(report, new Addressing(notifiers.get()).of(report), DeliveryTrigger.AUTOMATIC);
  }

  private static ReportWithDeliveries with(
      Report report, List<Route> routes, DeliveryTrigger trigger) {
    return new ReportWithDeliveries(
        report, Delivery.due(report.id(), routes, trigger, report.createdAt()));
  }
}
