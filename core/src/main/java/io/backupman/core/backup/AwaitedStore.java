package io.backupman.core.backup;

import io.backupman.core.report.ReportWithDeliveries;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The records of data sources whose next backup is awaited, because they have a schedule. That one
 * has finished is noted by {@link BackupStore#finish}. Safe for use by several threads and several
 * processes.
 */
public interface AwaitedStore {

  /**
   * Notes that these data sources have a schedule now. Those that no process has noted for a day
   * are forgotten, but for these.
   *
   * @return their records
   */
  List<Awaited> seen(Collection<String> labels, Instant now);

  /**
   * Writes the report that a backup is overdue and its deliveries, in one transaction.
   *
   * @return false, and nothing is written, if a backup has finished since the record was read, or
   *     if somebody else has told of it
   */
  boolean announce(Awaited awaited, ReportWithDeliveries told);

  /**
   * A data source whose next backup is awaited.
   *
   * @param knownSince when its schedule was seen first
   * @param finishedAt when its newest finished backup ended; {@code null} if there is none
   * @param announced whether somebody was told that the next one is overdue
   */
  record Awaited(
      String label, Instant knownSince, @Nullable Instant finishedAt, boolean announced) {

    /** Since when the next one is awaited: a schedule that is new is given its time. */
    public Instant since() {
      return finishedAt == null || finishedAt.isBefore(knownSince) ? knownSince : finishedAt;
    }
  }
}
