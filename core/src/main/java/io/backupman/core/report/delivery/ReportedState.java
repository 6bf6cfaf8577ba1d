package io.backupman.core.report.delivery;

import io.backupman.core.report.Route;
import io.backupman.core.report.alarm.OutageStore;
import java.time.Instant;
import java.util.UUID;

/**
 * Answers whether what a report says is still so, which is asked before one that has waited is
 * sent. Safe for use by several threads and several processes.
 */
public interface ReportedState {

  /** Whether a backup is there and has not ended. */
  boolean isRunning(UUID backupId);

  /**
   * Whether what a report tells of outages is still so: whether some of those that it has told of
   * go on, and none is over.
   */
  boolean isTrueOfOutages(UUID alarm);

  /**
   * Whether each destination that a report says is failing has failed when it was probed just now,
   * or has not answered for long. Where it was not probed, it is {@linkplain OutageStore#probe
   * probed}.
   *
   * @param retries how many attempts after the first one a delivery has
   */
  boolean isCertain(UUID alarm, Instant now, int retries);

  /** Whether a destination is failing. */
  boolean isFailing(Route route);

  /** Whether a destination is failing, and a report has told so. */
  boolean isToldToFail(Route route);

  /** Whether the backup that a report says is overdue has not finished since. */
  boolean isOverdue(UUID alarm);
}
