package io.backupman.core.report.alarm;

import io.backupman.core.report.Route;
import io.backupman.notifier.spi.Outage;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The record of an outage, and of what has been done about it.
 *
 * @param outage the outage; one that is over stays until that is told
 * @param alarm the report that has told of it; {@code null} if none has
 * @param probedAt when its destination was last tried only to find out whether it still fails;
 *     {@code null} if it was not
 * @param confirmed whether the destination has failed since it was probed
 */
public record KnownOutage(
    Outage outage, @Nullable UUID alarm, @Nullable Instant probedAt, boolean confirmed) {

  /** How long the result of a probe counts. */
  static final Duration PROBE_COUNTS = Duration.ofMinutes(15);

  /** How long to wait for what becomes of a probe: a little longer than most sends may take. */
  private static final Duration PROBE_TAKES = Duration.ofMinutes(3);

  /** Whether the destination is not reached. */
  public boolean fails() {
    return outage.recoveredAt() == null;
  }

  /** The way to the destination. */
  public Route route() {
    return Route.of(outage);
  }

  /** Whether nobody was told of the outage, and the destination has failed since a time. */
  boolean isUntoldSince(Instant since) {
    return fails() && alarm == null && !outage.since().isAfter(since);
  }

  /** Whether its destination was probed, and what that has found still counts. */
  boolean isProbed(Instant now) {
    return isProbedSince(now.minus(PROBE_COUNTS));
  }

  /** Whether its destination was probed before a time. */
  public boolean isProbedBefore(Instant time) {
    return probedAt != null && probedAt.isBefore(time);
  }

  /** Whether a probe has found that it fails, or nothing for long. */
  boolean isAnswered(Instant now) {
    return confirmed || !isProbedSince(now.minus(PROBE_TAKES));
  }

  /** The time before which a probe is too old to send an alarm that has waited. */
  public Instant probeAgain(Instant now) {
    return now.minus(confirmed ? PROBE_TAKES : PROBE_COUNTS);
  }

  /** Whether a probe has found just now that it fails, or nothing for long. */
  public boolean isCertain(Instant now) {
    return isProbedSince(probeAgain(now)) && isAnswered(now);
  }

  private boolean isProbedSince(Instant time) {
    return probedAt != null && !probedAt.isBefore(time);
  }
}
