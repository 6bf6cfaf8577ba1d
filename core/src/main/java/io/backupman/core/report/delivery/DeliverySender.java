package io.backupman.core.report.delivery;

import static io.backupman.core.report.delivery.Durations.longer;
import static io.backupman.core.report.delivery.Durations.shorter;

import io.backupman.core.notifier.ConfiguredNotifier;
import io.backupman.core.notifier.Notifiers;
import io.backupman.core.report.Addressing;
import io.backupman.core.report.Attempt;
import io.backupman.core.report.Delivery;
import io.backupman.core.report.DeliveryStatus;
import io.backupman.core.report.DeliveryTrigger;
import io.backupman.core.report.Route;
import io.backupman.core.report.delivery.DeliveryQueue.Claim;
import io.backupman.core.report.delivery.DeliveryQueue.Wait;
import io.backupman.notifier.spi.Destination;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Carries out one claim: makes an attempt where the notifier is there, and otherwise decides what
 * becomes of the delivery. Safe for use by several threads.
 */
final class DeliverySender {
  private static final Duration LONGEST_WAIT = Duration.ofHours(1);
  private static final Duration WAIT_FOR_CONFIGURATION = Duration.ofMinutes(10);
  private static final Duration WAIT_FOR_THE_TRUTH = Duration.ofSeconds(20);

  private static final System.Logger LOG = System.getLogger(DeliverySender.class.getName());
  private static final int TOO_MANY_REQUESTS = 429;
  private static final Duration SHORTEST_HOLD = Duration.ofSeconds(1);
  private static final Duration HOLD_WITHOUT_REQUEST = Duration.ofMinutes(1);
  private static final int RECORDING_TRIES = 30;
  private static final Duration PAUSE_BETWEEN_TRIES = Duration.ofSeconds(1);

  private final DeliveryQueue queue;
  private final Supplier<Notifiers> notifiers;
  private final RetrySchedule schedule;
  private final AttemptMaker attempts;
  private final RateLimits limits;
  private final Supersession supersession;
  private final Truth truth;
  private final Clock clock;
  private final DeliveryListener listener;

  DeliverySender(
      DeliveryQueue queue,
      Supplier<Notifiers> notifiers,
      RetrySchedule schedule,
      AttemptMaker attempts,
      RateLimits limits,
      Clock clock,
      DeliveryListener listener) {
    this.queue = queue;
    this.notifiers = notifiers;
    this.schedule = schedule;
    this.attempts = attempts;
    this.limits = limits;
    this.supersession = new Supersession(queue, clock);
    this.truth = new Truth(queue, schedule.retries(), clock);
    this.clock = clock;
    this.listener = listener;
  }

  /**
   * Carries out a claim.
   *
   * @return false if somebody else had claimed the delivery meanwhile, so that nothing was written
   */
  boolean carryOut(Claim claim) {
    var outdated = truth.missing(claim);
    if (outdated.isPresent()) {
      return skipped(claim, outdated.get());
    }
    var superseded = supersession.isSuperseded(claim); // first, not to hold a notifier meanwhile
    var name = claim.delivery().notifier();
    var found = notifiers.get().findEnabled(name);
    if (found.isEmpty()) {
      return absent(claim, "The notifier \"" + name + "\" is not switched on in config.yml.");
    }
    var notifier = found.get();
    if (!notifier.usable()) {
      return untilThePluginIsThere(claim, notifier.detail());
    }
    if (Route.of(claim.delivery()).isToEvery()) {
      return spread(claim, notifier);
    }
    return notifier
        .destination(claim.delivery().destination())
        .map(destination -> attemptIfCertain(claim, superseded, notifier, destination))
        .orElseGet(() -> absent(claim, unknownDestination(claim)));
  }

  /** Puts off all that waits on the route with this claim, unread: years of it cost nothing. */
  private boolean untilThePluginIsThere(Claim claim, String reason) {
    if (isOnlyOnce(claim)) {
      return givenUp(claim, reason, List.of());
    }
    var now = clock.instant();
    var next = PluginWait.next(claim.delivery().createdAt(), now);
    var written = queue.postponeFailing(claim, now, next, reason);
    queue.postponeDue(Route.of(claim.delivery()), now, PluginWait.byAge(now), reason);
    return written;
  }

  /** Whether somebody waits for the answer: a test has one attempt, whatever comes of it. */
  private static boolean isOnlyOnce(Claim claim) {
    return claim.delivery().trigger() == DeliveryTrigger.TEST;
  }

  private static String unknownDestination(Claim claim) {
    return "The notifier \""
        + claim.delivery().notifier()
        + "\" has no destination \""
        + claim.delivery().destination()
        + "\" in config.yml.";
  }

  /** Waits for what is not configured as long as retries would have gone on, then gives up. */
  private boolean absent(Claim claim, String reason) {
    var now = clock.instant();
    if (isOnlyOnce(claim)) {
      return givenUp(claim, reason, List.of());
    }
    if (claim.delivery().createdAt().plus(schedule.span()).isBefore(now)) {
      var fallback = fallback(claim, now);
      return told(givenUp(claim, reason, fallback), claim, reason);
    }
    var next = now.plus(WAIT_FOR_CONFIGURATION);
    var written = queue.postpone(claim, next, reason);
    var inTime = new Wait(now.minus(schedule.span()), next);
    queue.postponeDue(Route.of(claim.delivery()), now, List.of(inTime), reason);
    return written;
  }

  private boolean spread(Claim claim, ConfiguredNotifier notifier) {
    var now = clock.instant();
    var delivery = claim.delivery();
    var meant = Addressing.divided(delivery, claim.report(), notifier);
    if (meant.isEmpty()) {
      return givenUp(
          claim,
          "No destination of the notifier \"" + notifier.name() + "\" wants this report.",
          List.of());
    }
    return queue.replace(
        claim, Delivery.due(delivery.reportId(), meant, delivery.trigger(), now), now);
  }

  /** Puts the delivery off if its report may be untrue; that is found out only before a send. */
  private boolean attemptIfCertain(
      Claim claim, boolean superseded, ConfiguredNotifier notifier, Destination destination) {
    return truth
        .uncertain(claim)
        .map(why -> queue.postpone(claim, clock.instant().plus(WAIT_FOR_THE_TRUTH), why))
        .orElseGet(() -> attempt(claim, superseded, notifier, destination));
  }

  private boolean attempt(
      Claim claim, boolean superseded, ConfiguredNotifier notifier, Destination destination) {
    limits.began(Route.of(claim.delivery()));
    var made = attempts.make(claim, superseded, notifier, destination);
    var now = clock.instant();
    if (made.skipped()) {
      return skipped(claim, made.attempt().detail());
    }
    if (made.attempt().outcome() == Attempt.Outcome.DELIVERED) {
      limits.delivered(Route.of(claim.delivery()));
      return arrived(
          recorded(claim, made.attempt(), DeliveryStatus.DELIVERED, null, List.of()), claim);
    }
    var wait = waitAfter(claim, made);
    if (wait.isPresent()) {
      var next = now.plus(wait.get());
      return recorded(claim, made.attempt(), DeliveryStatus.PENDING, next, List.of());
    }
    var fallback = fallback(claim, now);
    var failed = DeliveryStatus.FAILED;
    var written = recorded(claim, made.attempt(), failed, null, fallback);
    return told(written, claim, made.attempt().detail());
  }

  private boolean skipped(Claim claim, String reason) {
    return ended(queue.skip(claim, reason), claim, DeliveryStatus.SKIPPED);
  }

  private boolean givenUp(Claim claim, String reason, List<Delivery> fallback) {
    return ended(queue.giveUp(claim, reason, fallback), claim, DeliveryStatus.FAILED);
  }

  private boolean ended(boolean written, Claim claim, DeliveryStatus status) {
    if (written && status != DeliveryStatus.PENDING) {
      listener.ended(claim.delivery(), status);
    }
    return written;
  }

  private List<Delivery> fallback(Claim claim, Instant now) {
    var routes =
        new Addressing(notifiers.get()).ofFallback(claim.report(), claim.delivery().notifier());
    return Delivery.due(claim.report().id(), routes, DeliveryTrigger.FALLBACK, now);
  }

  private static boolean arrived(boolean written, Claim claim) {
    if (written) {
      LOG.log(
          System.Logger.Level.INFO,
          "The report {0} was delivered to \"{1}\" of \"{2}\".",
          claim.report().id(),
          claim.delivery().destination(),
          claim.delivery().notifier());
    }
    return written;
  }

  /** Logs that a report is given up; whoever only tests a notifier gets an answer instead. */
  private static boolean told(boolean written, Claim claim, String reason) {
    if (written && !isOnlyOnce(claim)) {
      LOG.log(
          System.Logger.Level.WARNING,
          "The report {0} was not delivered to \"{1}\" of \"{2}\" and is not tried again. {3}",
          claim.report().id(),
          claim.delivery().destination(),
          claim.delivery().notifier(),
          reason);
    }
    return written;
  }

  private Optional<Duration> waitAfter(Claim claim, AttemptMaker.Made made) {
    if (made.attempt().outcome() == Attempt.Outcome.FAILED || isOnlyOnce(claim)) {
      return Optional.empty();
    }
    var wait = isRateLimit(made.attempt()) ? rateLimited(claim, made) : scheduled(claim, made);
    // That Backupman is stopped in the middle of it is not the destination's last word.
    return wait.isEmpty() && Thread.currentThread().isInterrupted()
        ? Optional.of(Duration.ZERO)
        : wait;
  }

  /** "Too Many Requests" (RFC 6585, section 4) is no news of this report. */
  private static boolean isRateLimit(Attempt attempt) {
    Integer statusCode = attempt.statusCode();
    return statusCode != null && statusCode == TOO_MANY_REQUESTS;
  }

  /**
   * Holds the destination back, which costs no step of the schedule; what has waited long already
   * is asked for less often. By its time the schedule is over all the same.
   */
  private Optional<Duration> rateLimited(Claim claim, AttemptMaker.Made made) {
    var asked =
        made.retryAfter()
            .map(wait -> longer(SHORTEST_HOLD, RetrySchedule.waitAsAsked(wait)))
            .orElse(HOLD_WITHOUT_REQUEST);
    limits.refused(Route.of(claim.delivery()), asked);
    var age = Duration.between(claim.delivery().createdAt(), clock.instant());
    return age.compareTo(schedule.span()) > 0
        ? Optional.empty()
        : Optional.of(longer(asked, shorter(age.dividedBy(10), LONGEST_WAIT)));
  }

  /** The wait that the schedule says; an attempt out of turn, for a probe, costs no step of it. */
  private Optional<Duration> scheduled(Claim claim, AttemptMaker.Made made) {
    var number = made.attempt().number();
    var age = Duration.between(claim.delivery().createdAt(), clock.instant());
    var inTurn = schedule.attemptsWithin(age);
    return schedule.waitAfter(
        Math.min(number - rateLimitsBefore(claim, number), inTurn), made.retryAfter());
  }

  /** Counts attempts that cost no step; none if the database is away, not to lose the result. */
  private int rateLimitsBefore(Claim claim, int number) {
    if (number == 1) {
      return 0;
    }
    try {
      var attempts = queue.attempts(claim);
      return (int) attempts.stream().filter(DeliverySender::isRateLimit).count();
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.DEBUG, "The attempts before could not be counted.", e);
      return 0;
    }
  }

  private boolean recorded(
      Claim claim,
      Attempt attempt,
      DeliveryStatus status,
      @Nullable Instant next,
      List<Delivery> fallback) {
    var written = recordedInTheEnd(claim, attempt, status, next, fallback);
    if (written) {
      listener.attempted(claim.delivery(), attempt);
    }
    return ended(written, claim, status);
  }

  /**
   * Records an attempt, and tries on for a while if the database is away: the other side may have
   * the message, and a delivery whose result is lost is sent again when its lease is over.
   */
  private boolean recordedInTheEnd(
      Claim claim,
      Attempt attempt,
      DeliveryStatus status,
      @Nullable Instant next,
      List<Delivery> fallback) {
    for (var left = RECORDING_TRIES; ; left--) {
      try {
        return queue.record(claim, attempt, status, next, fallback)
            || (left < RECORDING_TRIES && isThere(claim, attempt));
      } catch (RuntimeException e) {
        if (left == 1 || Thread.currentThread().isInterrupted()) {
          throw e;
        }
        LOG.log(
            left == RECORDING_TRIES ? System.Logger.Level.WARNING : System.Logger.Level.DEBUG,
            "An attempt could not be recorded; trying again.",
            e);
        LockSupport.parkNanos(PAUSE_BETWEEN_TRIES.toNanos());
      }
    }
  }

  /** Whether the attempt was recorded all the same, and only the database's answer was lost. */
  private boolean isThere(Claim claim, Attempt attempt) {
    return queue.attempts(claim).stream()
        .filter(a -> a.number() == attempt.number() && a.node().equals(attempt.node()))
        .anyMatch(a -> a.startedAt().equals(attempt.startedAt()));
  }
}
