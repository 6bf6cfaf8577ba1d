package io.backupman.notifier.spi;

import java.time.Instant;
import java.util.UUID;

/**
 * One report on its way to one destination.
 *
 * @param reportId the identifier of the report, the same in every retry and resend
 * @param deliveryId the identifier of this delivery: the same in every retry, another in a resend
 * @param event what happened, such as {@code backup_report}
 * @param attempt which attempt this is, counted from 1 within the delivery
 * @param createdAt when the report was written
 * @param report the backup that it is about
 */
public record Notification(
    UUID reportId,
    UUID deliveryId,
    String event,
    int attempt,
    Instant createdAt,
    BackupReport report) {

  /** The event of a backup that has ended. */
  public static final String BACKUP_REPORT = "backup_report";

  /**
   * What the other side may use to recognise a report that it has got before: the report's
   * identifier.
   */
  public String idempotencyKey() {
    return reportId.toString();
  }
}
