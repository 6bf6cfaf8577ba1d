package io.backupman.core.report;

import io.backupman.core.report.ReportStore.ReportWithDeliveries;
import io.backupman.notifier.spi.Outage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The records of destinations that are failing. They are begun by {@link ReportStore}, together
 * with what became of a delivery, and mostly ended there too. Safe for use by several threads and
 * several processes.
 */
public interface OutageStore {

  /** All destinations that are failing, in no particular order. */
  List<Outage> all();

  /**
   * Ends an outage that no delivery will end.
   *
   * @param told the report that it is over, if there is to be one; it is written in the same
   *     transaction, and only if somebody was told of the outage
   * @return false, and nothing is written, if it has ended before
   */
  boolean end(Outage outage, Optional<ReportWithDeliveries> told);

  /**
   * The destinations that have been failing for long and that nobody was told of.
   *
   * @param since they have been failing since then, or longer
   */
  List<Outage> unannounced(Instant since);

  /**
   * Writes the report of an outage and its deliveries, in one transaction.
   *
   * @return false, and nothing is written, if the destination is reached again, or if somebody else
   *     has told of it
   */
  boolean announce(Outage outage, ReportWithDeliveries told);
}
