package io.backupman.core.report;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Selects reports to send again, and where to: to each destination where the latest delivery of the
 * report is in some status. Tests and starts of backups are never sent again in bulk.
 *
 * @param since only reports written at this time or later
 * @param until only reports written before this time; {@code null} for no end
 * @param delivery the status of the latest delivery, {@link DeliveryStatus#FAILED} or {@link
 *     DeliveryStatus#DELIVERED}; what is pending is on its way
 * @param notifier only through this notifier; {@code null} for all
 * @param destination only to destinations of this name; {@code null} for all
 */
public record ResendSelection(
    Instant since,
    @Nullable Instant until,
    DeliveryStatus delivery,
    @Nullable String notifier,
    @Nullable String destination) {
  /** Refuses {@link DeliveryStatus#PENDING}. */
  public ResendSelection {
    if (delivery == DeliveryStatus.PENDING) {
      throw new IllegalArgumentException("What is pending is on its way.");
    }
  }

  public boolean covers(Report report) {
    return Event.of(report).isSentAgainInBulk();
  }

  public boolean covers(String notifierName) {
    return notifier == null || notifier.equals(notifierName);
  }

  public boolean coversDestination(String destinationName) {
    return destination == null || destination.equals(destinationName);
  }
}
