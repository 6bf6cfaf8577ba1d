package io.backupman.core.report;

import io.backupman.core.page.Page;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The records of reports, deliveries and attempts. Reports are written by {@link
 * io.backupman.core.backup.BackupStore#finish}. Safe for use by several threads and several
 * processes.
 */
public interface ReportStore {

  /** The report with this identifier. */
  Optional<Report> find(UUID id);

  /** A page of reports, each with its deliveries in the order they were made. */
  Page<ReportWithDeliveries> list(ReportQuery query);

  /** A report's deliveries in the order they were made. */
  List<Delivery> deliveries(UUID reportId);

  /** A delivery's attempts in their order. */
  List<Attempt> attempts(UUID deliveryId);

  /** Adds deliveries, all or none. */
  void add(List<Delivery> deliveries);

  /**
   * Claims deliveries that are due, oldest due time first, for one process. Nobody else gets them
   * until the lease is over; each claim has a greater fencing number than the one before.
   *
   * @param limit how many at most
   * @param leaseUntil when the lease is over
   */
  List<Claim> claim(UUID nodeId, Instant now, Instant leaseUntil, int limit);

  /** The time at which the next delivery is due, claimed ones not counted; empty if none waits. */
  Optional<Instant> nextDue();

  /**
   * Records an attempt and what follows from it, in one transaction.
   *
   * @param status what the delivery is now; {@link DeliveryStatus#PENDING} needs {@code
   *     nextAttemptAt}, the others must have none
   * @return false, and nothing is written, if the claim's fencing number is no longer the newest
   */
  boolean record(
      Claim claim, Attempt attempt, DeliveryStatus status, @Nullable Instant nextAttemptAt);

  /**
   * Puts a claimed delivery back without an attempt, because its notifier is not there.
   *
   * @return false, and nothing is written, if the claim's fencing number is no longer the newest
   */
  boolean postpone(Claim claim, Instant nextAttemptAt, String reason);

  /**
   * Gives a claimed delivery up without an attempt.
   *
   * @return false, and nothing is written, if the claim's fencing number is no longer the newest
   */
  boolean giveUp(Claim claim, String reason);

  /**
   * Makes deliveries due at once that wait for their notifier: those without any attempt of the
   * notifiers that can be used, and all that wait for one of those that could not be used before.
   * Claimed ones are left alone.
   *
   * @param usable the names of notifiers
   * @param usableAgain the names of those among them that were not usable before
   * @return how many
   */
  long hasten(Collection<String> usable, Collection<String> usableAgain, Instant now);

  /**
   * Replaces a claimed delivery by others, in one transaction.
   *
   * @return false, and nothing is written, if the claim's fencing number is no longer the newest
   */
  boolean replace(Claim claim, List<Delivery> deliveries);

  /**
   * A report with its deliveries.
   *
   * @param report the report
   * @param deliveries its deliveries in the order they were made
   */
  record ReportWithDeliveries(Report report, List<Delivery> deliveries) {}

  /**
   * A delivery that this process may send.
   *
   * @param delivery the delivery
   * @param report its report
   * @param fence the fencing number of this claim
   */
  record Claim(Delivery delivery, Report report, long fence) {}
}
