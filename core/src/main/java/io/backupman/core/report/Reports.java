package io.backupman.core.report;

import io.backupman.notifier.spi.BackupReport;
import java.time.Instant;
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
}
