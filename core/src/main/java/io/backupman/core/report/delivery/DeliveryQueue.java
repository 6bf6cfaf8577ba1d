package io.backupman.core.report.delivery;

import io.backupman.core.report.Attempt;
import io.backupman.core.report.Delivery;
import io.backupman.core.report.DeliveryStatus;
import io.backupman.core.report.DeliveryTrigger;
import io.backupman.core.report.Report;
import io.backupman.core.report.Route;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The deliveries that wait to be sent: which are due, who has claimed them, and what becomes of
 * them. A claim is the right of one process to send one delivery until its lease is over. Safe for
 * use by several threads and several processes.
 */
public interface DeliveryQueue extends ReportedState {

  /**
   * The routes on which deliveries wait, in an order of their own. Costs one small query, and one
   * or two for each route, however many deliveries there are.
   */
  List<Waiting> waiting();

  /** The attempts of a claimed delivery in their order. */
  List<Attempt> attempts(Claim claim);

  /**
   * Claims deliveries of a route that are due, oldest due time first, for one process. Nobody else
   * gets them until the lease is over; each claim has a greater fencing number than the one before.
   *
   * @param leaseUntil when the lease is over
   * @param limit how many at most
   */
  List<Claim> claim(UUID nodeId, Route route, Instant now, Instant leaseUntil, int limit);

  /**
   * Prolongs the leases of a process, all at once and without waiting for anybody; also leases that
   * are over, if nobody else has claimed the deliveries since. A claim that has its result already
   * is left alone, and so is one that somebody is about to change.
   *
   * @param leaseUntil when the leases are over now
   * @return those of the claims whose deliveries were claimed again since; their results will be
   *     refused
   */
  List<Claim> renew(UUID nodeId, List<Claim> claims, Instant leaseUntil);

  /**
   * Records an attempt and what follows from it, in one transaction. Its destination is recorded as
   * failing from the first attempt that did not deliver (that of a test does not count) to the
   * first that did.
   *
   * @param status what the delivery is now; {@link DeliveryStatus#PENDING} needs {@code
   *     nextAttemptAt}, the others must have none
   * @param fallback the report's deliveries through another notifier, if this one is given up;
   *     those to a destination that the report has a delivery to already are left out
   * @return false, and nothing is written, if the claim's fencing number is no longer the newest,
   *     or this attempt was recorded before
   */
  boolean record(
      Claim claim,
      Attempt attempt,
      DeliveryStatus status,
      @Nullable Instant nextAttemptAt,
      List<Delivery> fallback);

  /** Records an attempt without a fallback. */
  default boolean record(
      Claim claim, Attempt attempt, DeliveryStatus status, @Nullable Instant nextAttemptAt) {
    return record(claim, attempt, status, nextAttemptAt, List.of());
  }

  /**
   * Puts a claimed delivery back without an attempt, because its notifier or destination is not in
   * the configuration.
   *
   * @return false, and nothing is written, if the claim's fencing number is no longer the newest
   */
  boolean postpone(Claim claim, Instant nextAttemptAt, String reason);

  /**
   * Puts a claimed delivery back without an attempt, because its notifier cannot be used now. The
   * destination is recorded as failing, in the same transaction.
   *
   * @return false, and nothing is written, if the claim's fencing number is no longer the newest
   */
  boolean postponeFailing(Claim claim, Instant now, Instant nextAttemptAt, String reason);

  /**
   * Puts back, without an attempt, all that is due on a route that nobody can send on, with one
   * statement for each wait however many there are. Claimed deliveries are left alone, and so are
   * those that soon are no news any more: tests, and reports that a backup has started.
   *
   * @param waits how long, by their age; of several that are about a delivery the first one counts
   * @return how many
   */
  long postponeDue(Route route, Instant now, List<Wait> waits, String reason);

  /**
   * How long deliveries of an age are put back.
   *
   * @param createdAfter only those that were made after this time
   * @param nextAttemptAt when they are due again
   */
  record Wait(Instant createdAfter, Instant nextAttemptAt) {}

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
   * Gives a claimed delivery up without an attempt.
   *
   * @param fallback the report's deliveries through another notifier, written in the same
   *     transaction; those to a destination that it has a delivery to already are left out
   * @return false, and nothing is written, if the claim's fencing number is no longer the newest
   */
  boolean giveUp(Claim claim, String reason, List<Delivery> fallback);

  /** Gives a claimed delivery up without an attempt and without a fallback. */
  default boolean giveUp(Claim claim, String reason) {
    return giveUp(claim, reason, List.of());
  }

  /**
   * Ends a claimed delivery as skipped.
   *
   * @return false, and nothing is written, if the claim's fencing number is no longer the newest
   */
  boolean skip(Claim claim, String reason);

  /**
   * Replaces a claimed delivery by others, in one transaction. What it stood for is no longer
   * failing. Those to a destination that the report has a delivery to already are left out, unless
   * somebody {@linkplain DeliveryTrigger#isRequested() asked} for them.
   *
   * @return false, and nothing is written, if the claim's fencing number is no longer the newest
   */
  boolean replace(Claim claim, List<Delivery> deliveries, Instant now);

  /**
   * Reports with the label of a claim's report that are newer than it and have been delivered to
   * its destination, oldest first; one that was delivered twice stands there twice.
   *
   * @param events only reports of these events
   * @param limit how many at most
   */
  List<Report> deliveredSince(Claim claim, Set<String> events, int limit);

  /**
   * Tells the other processes on which routes this one can send now, in place of what it told
   * before. It counts as long as the process has a record.
   */
  void publishRoutes(UUID nodeId, Set<Route> routes);

  /** Whether a process other than this one can send on a route. */
  boolean isRoutedElsewhere(UUID nodeId, Route route);

  /**
   * A route on which deliveries wait.
   *
   * @param route the route
   * @param dueAt when the first of them is due; for one that is being sent, when its lease is over
   */
  record Waiting(Route route, Instant dueAt) {}

  /**
   * A delivery that this process may send.
   *
   * @param delivery the delivery
   * @param report its report
   * @param fence the fencing number of this claim
   * @param deliveredSince whether the notifier may have delivered a newer report by then; if not,
   *     none {@linkplain #deliveredSince of these} need be looked for
   */
  record Claim(Delivery delivery, Report report, long fence, boolean deliveredSince) {}
}
