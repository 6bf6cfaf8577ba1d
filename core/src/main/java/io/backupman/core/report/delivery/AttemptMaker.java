package io.backupman.core.report.delivery;

import io.backupman.core.notifier.ConfiguredNotifier;
import io.backupman.core.report.Attempt;
import io.backupman.core.report.Event;
import io.backupman.core.report.delivery.DeliveryQueue.Claim;
import io.backupman.notifier.spi.Destination;
import io.backupman.notifier.spi.Notification;
import io.backupman.notifier.spi.NotificationException;
import io.backupman.notifier.spi.Notifier;
import io.backupman.notifier.spi.Receipt;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;

/**
 * Makes one attempt and says how it went, whatever the notifier does. The notifier's code runs in a
 * thread of its own, and is abandoned if it does not end when it is interrupted at its deadline.
 */
final class AttemptMaker {
  private static final System.Logger LOG = System.getLogger(AttemptMaker.class.getName());
  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final int LONGEST_DETAIL = 2_000;

  private static final Duration TIME_TO_END = Duration.ofSeconds(5);

  private final Clock clock;
  private final Duration deadline;
  private final Duration timeToEnd;
  private final String node;
  private final UnaryOperator<String> mask;

  AttemptMaker(Clock clock, Duration deadline, String node, UnaryOperator<String> mask) {
    this(clock, deadline, TIME_TO_END, node, mask);
  }

  /**
   * Makes attempts.
   *
   * @param deadline when a send is interrupted, unless its notifier asks for more time
   * @param timeToEnd how long it may take to end then, before it is given up
   */
  AttemptMaker(
      Clock clock, Duration deadline, Duration timeToEnd, String node, UnaryOperator<String> mask) {
    this.clock = clock;
    this.deadline = deadline;
    this.timeToEnd = timeToEnd;
    this.node = node;
    this.mask = mask;
  }

  /**
   * An attempt and what the other side asked for.
   *
   * @param attempt the attempt
   * @param skipped whether nothing was sent, on purpose
   * @param retryAfter the wait that the other side asked for
   */
  record Made(Attempt attempt, boolean skipped, Optional<Duration> retryAfter) {}

  /**
   * Makes an attempt.
   *
   * @param superseded whether a newer report about the same has been delivered there
   */
  Made make(
      Claim claim, boolean superseded, ConfiguredNotifier configured, Destination destination) {
    var number = claim.delivery().attemptCount() + 1;
    var startedAt = clock.instant();
    var begin = System.nanoTime();
    var ended = ended(claim, number, superseded, configured, destination);
    var attempt =
        new Attempt(
            number,
            startedAt,
            Duration.ofMillis((System.nanoTime() - begin) / NANOS_PER_MILLI),
            ended.outcome,
            ended.statusCode.isPresent() ? ended.statusCode.getAsInt() : null,
            shortened(mask.apply(ended.detail)),
            node);
    return new Made(attempt, ended.skipped, ended.retryAfter);
  }

  /** Fails for good if the stored report cannot be read: nor will it be at the next attempt. */
  private Ended ended(
      Claim claim,
      int number,
      boolean superseded,
      ConfiguredNotifier configured,
      Destination destination) {
    Notification notification;
    try {
      notification = notification(claim, number, superseded);
    } catch (IllegalStateException e) {
      LOG.log(System.Logger.Level.ERROR, "The report " + claim.report().id() + " is damaged.", e);
      return Ended.failed("The stored report is damaged; the log has the details.");
    }
    return send(configured, notification, destination);
  }

  private static Notification notification(Claim claim, int number, boolean superseded) {
    var report = claim.report();
    var notification =
        Notification.builder(report.id(), claim.delivery().id(), report.event(), report.createdAt())
            .attempt(number)
            .superseded(superseded);
    return Event.of(report).put(report.payload(), notification).build();
  }

  private Ended send(
      ConfiguredNotifier configured, Notification notification, Destination destination) {
    Notifier notifier = Objects.requireNonNull(configured.notifier());
    var send = new Send(() -> notifier.send(notification, destination));
    configured.threads().run(send);
    var limit = limit(notifier);
    try {
      return Ended.delivered(send.get(limit.toMillis(), TimeUnit.MILLISECONDS));
    } catch (ExecutionException e) {
      return Ended.of(Objects.requireNonNull(e.getCause()), configured.name());
    } catch (TimeoutException e) {
      return late(send, configured, limit);
    } catch (InterruptedException e) {
      return stopped(send);
    }
  }

  private Duration limit(Notifier notifier) {
    var asked = notifier.sendLimit().orElse(deadline);
    var longest = ConfiguredNotifier.LONGEST_SEND;
    var bounded = asked.compareTo(longest) < 0 ? asked : longest;
    return bounded.compareTo(deadline) > 0 ? bounded : deadline;
  }

  /** Waits for a send that was interrupted: what it says counts, as the other side may have it. */
  private Ended late(Send send, ConfiguredNotifier configured, Duration limit) {
    var sentence = "It took longer than " + limit.toSeconds() + " s and was ended.";
    send.interrupt();
    try {
      return Ended.delivered(send.get(timeToEnd.toMillis(), TimeUnit.MILLISECONDS));
    } catch (ExecutionException e) {
      LOG.log(System.Logger.Level.DEBUG, "An interrupted send has ended.", e);
      return Ended.late(Objects.requireNonNull(e.getCause()), sentence);
    } catch (TimeoutException e) {
      abandon(send, configured);
      return Ended.uncertain(sentence + " It has not come back yet.");
    } catch (InterruptedException e) {
      return stopped(send);
    }
  }

  private static void abandon(Send send, ConfiguredNotifier configured) {
    configured.hung().add(send);
    LOG.log(
        System.Logger.Level.ERROR,
        "A send of the notifier \"{0}\" does not come back, though it was interrupted; it is left"
            + " behind. {1}",
        configured.name(),
        configured.detail());
  }

  private static Ended stopped(Send send) {
    send.cancel(true);
    Thread.currentThread().interrupt();
    return Ended.uncertain("Backupman was stopped while it was being sent.");
  }

  private static String shortened(String detail) {
    return detail.length() <= LONGEST_DETAIL
        ? detail
        : detail.substring(0, LONGEST_DETAIL - 1) + "…";
  }

  private record Ended(
      Attempt.Outcome outcome,
      boolean skipped,
      String detail,
      OptionalInt statusCode,
      Optional<Duration> retryAfter) {

    static Ended delivered(Receipt receipt) {
      return new Ended(
          Attempt.Outcome.DELIVERED,
          false,
          receipt.detail(),
          receipt.statusCode(),
          Optional.empty());
    }

    static Ended uncertain(String detail) {
      return of(Attempt.Outcome.UNCERTAIN, detail);
    }

    static Ended failed(String detail) {
      return of(Attempt.Outcome.FAILED, detail);
    }

    private static Ended of(Attempt.Outcome outcome, String detail) {
      return new Ended(outcome, false, detail, OptionalInt.empty(), Optional.empty());
    }

    /**
     * Takes over what a notifier says of its failure, but not that the failure is for good: that
     * may be no more than what the notifier made of the interrupt, and the report would be lost.
     */
    static Ended late(Throwable failure, String sentence) {
      if (failure instanceof NotificationException e) {
        var known = of(e, sentence + " " + e.getMessage());
        return known.outcome == Attempt.Outcome.FAILED ? uncertain(sentence) : known;
      }
      return uncertain(sentence);
    }

    static Ended of(Throwable failure, String notifierName) {
      if (failure instanceof NotificationException e) {
        LOG.log(System.Logger.Level.DEBUG, "A send of \"" + notifierName + "\" has failed.", e);
        return of(e, e.getMessage() == null ? "" : e.getMessage());
      }
      if (failure instanceof InterruptedException) {
        return uncertain("The attempt was interrupted.");
      }
      LOG.log(
          System.Logger.Level.ERROR,
          "The notifier \"" + notifierName + "\" failed in a way that it should not.",
          failure);
      return of(
          Attempt.Outcome.RETRY,
          "The notifier failed in a way that it should not; the log has the details.");
    }

    private static Ended of(NotificationException e, String detail) {
      var skipped = e.outcome() == NotificationException.Outcome.SKIPPED;
      return new Ended(outcomeOf(e), skipped, detail, e.statusCode(), e.retryAfter());
    }

    private static Attempt.Outcome outcomeOf(NotificationException e) {
      return switch (e.outcome()) {
        case RETRYABLE -> Attempt.Outcome.RETRY;
        case PERMANENT, SKIPPED -> Attempt.Outcome.FAILED;
        case UNCERTAIN -> Attempt.Outcome.UNCERTAIN;
      };
    }
  }
}
