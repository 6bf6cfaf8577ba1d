package io.backupman.core.report;

import io.backupman.core.report.ReportStore.ReportWithDeliveries;
import io.backupman.notifier.spi.Outage;
import java.time.Instant;
import java.util.List;

/**
 * The records of destinations that are failing. They are begun and ended by {@link ReportStore},
 * together with what became of a delivery. Safe for use by several threads and several processes.
 */
public interface OutageStore {

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
