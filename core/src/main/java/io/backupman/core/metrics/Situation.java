package io.backupman.core.metrics;

import io.backupman.core.report.Route;
import io.backupman.notifier.spi.BackupStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How things stand by the records.
 *
 * @param last the last backup of each data source that finished, and the last that failed, as far
 *     as there are any
 * @param running the labels of data sources of which a backup runs, on whatever server
 * @param overdue the labels of data sources whose next backup is overdue
 * @param failing the routes whose destinations are failing
 */
public record Situation(
    List<LastBackup> last, Set<String> running, Set<String> overdue, Set<Route> failing) {

  /** Copies what it holds. */
  public Situation {
    last = List.copyOf(last);
    running = Set.copyOf(running);
    overdue = Set.copyOf(overdue);
    failing = Set.copyOf(failing);
  }

  /**
   * The last backup of a data source with a status; the one that began last.
   *
   * @param label the data source's
   * @param status finished or failed
   * @param endedAt when it ended
   * @param duration how long it took; {@code null} if that is not known
   * @param sizeBytes the size of its dump; {@code null} if that is not known
   */
  public record LastBackup(
      String label,
      BackupStatus status,
      Instant endedAt,
      @Nullable Duration duration,
      @Nullable Long sizeBytes) {}
}
