package io.backupman.core.report;

import io.backupman.core.request.Page;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The history of reports: which were made, to whom they go, and what became of each attempt.
 * Reports of backups are written by {@link io.backupman.core.backup.BackupStore}, those of outages
 * by {@code OutageStore}; what still waits to be sent is the {@code DeliveryQueue}'s. Safe for use
 * by several threads and several processes.
 */
public interface ReportStore {

  /** The report with this identifier. */
  Optional<Report> find(UUID id);

  /** The reports with these identifiers and their deliveries, oldest first. */
  List<ReportWithDeliveries> find(List<UUID> ids);

  /** A page of reports, each with its deliveries in the order they were made. */
  Page<ReportWithDeliveries> list(ReportQuery query);

  /** A report's deliveries in the order they were made. */
  List<Delivery> deliveries(UUID reportId);

  /** A delivery's attempts in their order. */
  List<Attempt> attempts(UUID deliveryId);

  /** The attempts of all deliveries of a report in their order; nothing for one without any. */
  Map<UUID, List<Attempt>> attemptsByDelivery(UUID reportId);

  /** Adds deliveries, all or none. */
  void add(List<Delivery> deliveries);

  /** Adds a report and its deliveries, all or none. */
  void add(Report report, List<Delivery> deliveries);

  /**
   * Reports that a bulk resend may be about, oldest first: those of its time that have a delivery
   * in its status, perhaps not the latest one.
   *
   * @param after only reports younger than this one; {@code null} for all
   * @param limit how many at most
   */
  List<UUID> candidates(ResendSelection selection, @Nullable UUID after, int limit);

  /**
   * Adds deliveries to each of these reports, in one transaction. Who does so for the same report
   * at the same time waits, and then sees them.
   *
   * @param more the deliveries to add to a report; asked again if the transaction is repeated
   * @return the added ones
   */
  List<Delivery> addToEach(
      List<UUID> reportIds, Function<ReportWithDeliveries, List<Delivery>> more);

  /**
   * Deletes some of the oldest reports with their deliveries and attempts, in two short
   * transactions that wait for nobody: one that looks, one that deletes. Those with a delivery that
   * still waits stay, and so do those that somebody else is about to change.
   *
   * @param after the last one that was looked at before; {@code null} begins with the oldest
   * @param before only those written before this time
   * @param limit how many are looked at, at most
   */
  Batch deleteOld(@Nullable UUID after, Instant before, int limit);

  /**
   * Old reports that were looked at together.
   *
   * @param deleted how many of them were deleted
   * @param last the youngest of them; empty if there were none
   */
  record Batch(int deleted, Optional<UUID> last) {}
}
