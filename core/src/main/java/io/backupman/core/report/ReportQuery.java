package io.backupman.core.report;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which reports to list, newest first. What is {@code null} does not narrow the list.
 *
 * @param limit how many at most, 1 to 1000
 * @param after only reports older than this one
 * @param event only those of this event
 * @param status only those of backups that ended with this word
 * @param delivery only those with a delivery in this status; together with {@code notifier}, with
 *     such a delivery of that notifier
 * @param notifier only those with a delivery of this notifier
 * @param label only those of this data source
 * @param backupId only those of this backup
 * @param since only those written at this time or later
 * @param until only those written before this time
 */
public record ReportQuery(
    int limit,
    @Nullable UUID after,
    @Nullable String event,
    @Nullable String status,
    @Nullable DeliveryStatus delivery,
    @Nullable String notifier,
    @Nullable String label,
    @Nullable UUID backupId,
    @Nullable Instant since,
    @Nullable Instant until) {

  /** The newest ones. */
  public static ReportQuery newest(int limit) {
    return new ReportQuery(limit, null, null, null, null, null, null, null, null, null);
  }
}
