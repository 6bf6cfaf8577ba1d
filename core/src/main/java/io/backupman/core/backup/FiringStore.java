package io.backupman.core.backup;

import io.backupman.core.report.ReportWithDeliveries;
import java.time.Instant;
import java.util.Optional;

/**
 * The firings of schedules: of each data source and time there is one, over all processes on the
 * database. Safe for use by several threads and several processes.
 */
public interface FiringStore {

  /** What becomes of a firing. */
  enum Outcome {
    /** The backup is pending now. */
    BEGUN,
    /** A backup of the label is pending already, so this firing is left out. */
    LEFT_OUT,
    /** The firing has been dealt with before, here or elsewhere. */
    TAKEN
  }

  /**
   * Takes a firing, unless it is taken, and records its pending backup in the same transaction.
   *
   * @param started the report of the start, if anybody wants one
   * @param fireAt the time at which the schedule fires, whole seconds
   */
  Outcome begin(Backup pending, Optional<ReportWithDeliveries> started, Instant fireAt);

  /** The newest firing of a label that was taken. */
  Optional<Instant> last(String label);

  /**
   * Deletes firings from before a time, but for the newest of each label.
   *
   * @return how many
   */
  long forget(Instant before);
}
