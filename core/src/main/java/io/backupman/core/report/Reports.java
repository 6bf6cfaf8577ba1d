package io.backupman.core.report;

import com.github.f4b6a3.uuid.UuidCreator;
import io.backupman.core.notifier.Notifiers.Target;
import io.backupman.notifier.spi.BackupReport;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Makes the records of a new report. */
public final class Reports {
  private Reports() {}

  /**
   * The report of a backup that has ended.
   *
   * @param id its identifier
   * @param ended the backup
   * @param now the time of the report
   */
  public static Report of(UUID id, BackupReport ended, Instant now) {
    return of(Event.BACKUP_REPORT, id, ended, now);
  }

  /**
   * The report of a backup that begins.
   *
   * @param id its identifier
   * @param pending the backup
   * @param now the time of the report
   */
  public static Report ofStart(UUID id, BackupReport pending, Instant now) {
    return of(Event.BACKUP_STARTED, id, pending, now);
  }

  private static Report of(Event event, UUID id, BackupReport backup, Instant now) {
    return new Report(
        id,
        event.word(),
        backup.id(),
        backup.label(),
        backup.status().word(),
        ReportPayload.write(backup, id),
        now);
  }

  /**
   * One delivery of a report for each target, due at once. Their identifiers sort as the targets
   * do, also within the millisecond.
   */
  public static List<Delivery> deliveries(
      UUID reportId, List<Target> targets, DeliveryTrigger trigger, Instant now) {
    var ids = targets.stream().map(t -> UuidCreator.getTimeOrderedEpoch(now)).sorted().iterator();
    return targets.stream()
        .map(
            target ->
                Delivery.due(
                    ids.next(),
                    reportId,
                    target.notifier(),
                    target.destination().orElse(Delivery.EVERY_DESTINATION),
                    trigger,
                    now))
        .toList();
  }
}
