package io.backupman.core.report.delivery;

import io.backupman.core.report.Event;
import io.backupman.core.report.Report;
import io.backupman.core.report.ReportPayload;
import io.backupman.core.report.Route;
import io.backupman.core.report.delivery.DeliveryQueue.Claim;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Tells whether a report comes too late: whether a newer one about the same data source, or about
 * the same destination of another notifier, has been delivered to its destination. Safe for use by
 * several threads.
 */
final class Supersession {
  /** How many of the reports about a notifier's outages are looked at. */
  private static final int OUTAGES_LOOKED_AT = 100;

  /** Clocks of two machines may differ by a little. */
  private static final Duration MARGIN = Duration.ofMinutes(1);

  /** So many data sources and destinations are remembered. */
  private static final int MOST_REMEMBERED = 1_000;

  private final DeliveryQueue queue;
  private final Clock clock;

  /**
   * Reports that were delivered, so that the many older ones of a bulk resend need not be looked
   * up: that they were stays true.
   */
  private final Map<Subject, Newer> delivered =
      Collections.synchronizedMap(
          new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Subject, Newer> eldest) {
              return size() > MOST_REMEMBERED;
            }
          });

  Supersession(DeliveryQueue queue, Clock clock) {
    this.queue = queue;
    this.clock = clock;
  }

  /** Whether the report of a claim comes too late. */
  boolean isSuperseded(Claim claim) {
    if (!claim.deliveredSince()) {
      return false;
    }
    var event = Event.of(claim.report());
    return event.isOfOutages()
        ? deliveredSince(claim, event, OUTAGES_LOOKED_AT)
            .anyMatch(newer -> isAboutSameDestination(newer, claim.report()))
        : isBackupSuperseded(claim, event);
  }

  private boolean isBackupSuperseded(Claim claim, Event event) {
    var subject = new Subject(Route.of(claim.delivery()), claim.report().label(), event);
    var known = delivered.get(subject);
    if (known != null && known.isNewerThan(claim.report()) && isOfThePast(known.createdAt())) {
      return true;
    }
    var newer = deliveredSince(claim, event, 1).findFirst();
    newer.ifPresent(report -> delivered.put(subject, new Newer(report.id(), report.createdAt())));
    return newer.isPresent();
  }

  private Stream<Report> deliveredSince(Claim claim, Event event, int limit) {
    return queue.deliveredSince(claim, Event.words(event.supersededBy()), limit).stream()
        .filter(report -> isOfThePast(report.createdAt()));
  }

  /** What reports are about that make each other old news, and where they go. */
  private record Subject(Route route, String label, Event event) {}

  /** A report that was delivered; reports are in the order of their identifiers (UUIDs, v7). */
  private record Newer(UUID id, Instant createdAt) {
    boolean isNewerThan(Report report) {
      return id.toString().compareTo(report.id().toString()) > 0;
    }
  }

  /** A report that was written while the clock was ahead only looks newer. */
  private boolean isOfThePast(Instant createdAt) {
    return createdAt.isBefore(clock.instant().plus(MARGIN));
  }

  /** The label is that of both: the name of the notifier. */
  private static boolean isAboutSameDestination(Report newer, Report report) {
    try {
      return destination(newer).equals(destination(report));
    } catch (IllegalStateException damaged) {
      return false; // the attempt will say so
    }
  }

  private static String destination(Report report) {
    return ReportPayload.readOutages(report.payload()).getFirst().destination();
  }
}
