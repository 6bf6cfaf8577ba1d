package io.backupman.core.report.alarm;

import io.backupman.core.report.Delivery;
import io.backupman.core.report.ReportWithDeliveries;
import io.backupman.core.report.delivery.DeliveryQueue;
import io.backupman.notifier.spi.Outage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * The records of destinations that are failing. They are begun by the {@link DeliveryQueue},
 * together with what became of a delivery, and mostly ended there too: of one that somebody was
 * told of it is recorded that its destination is reached again, and what has not been told yet is
 * skipped. Safe for use by several threads and several processes.
 */
public interface OutageStore {

  /** The records of all outages, in no particular order. */
  List<KnownOutage> all();

  /**
   * Makes the first delivery that waits for a failing destination due at once, to find out whether
   * the destination still fails. None is taken that would have no attempt left after this one; if
   * there is none, nor any that is being sent, the outage is confirmed by that.
   *
   * @param expired what was probed before this time is probed again
   * @param retries how many attempts after the first one a delivery has
   */
  void probe(Outage outage, Instant now, Instant expired, int retries);

  /**
   * Writes one report of several outages and its deliveries, in one transaction.
   *
   * @param telling makes the report of those that are not over and that nobody else has told of;
   *     called within the transaction, perhaps more than once: it is to use no store
   * @return the report; empty, and nothing is written, if there are none
   */
  Optional<ReportWithDeliveries> announce(
      List<Outage> outages, Function<List<Outage>, ReportWithDeliveries> telling);

  /**
   * Tells which outages of an alarm are over, in one transaction, and forgets those. Of the others
   * nobody has been told then: they are told of anew.
   *
   * @param telling makes the report, if there is to be one; called as that of {@link #announce} is
   * @return the report
   */
  Optional<ReportWithDeliveries> tellRecovered(
      UUID alarm, Function<Over, Optional<ReportWithDeliveries>> telling);

  /**
   * Records that a destination is reached again, which no delivery tells.
   *
   * @return false, and nothing is written, if the outage has ended before
   */
  boolean recovered(Outage outage, Instant now);

  /**
   * Forgets an outage.
   *
   * @return false, and nothing is written, if it has ended before
   */
  boolean forget(Outage outage);

  /**
   * Outages that are over.
   *
   * @param outages the outages, those that began first before the others
   * @param alarm the deliveries of the report that has told of them
   */
  record Over(List<Outage> outages, List<Delivery> alarm) {
    /** Copies the lists. */
    public Over {
      outages = List.copyOf(outages);
      alarm = List.copyOf(alarm);
    }
  }
}
