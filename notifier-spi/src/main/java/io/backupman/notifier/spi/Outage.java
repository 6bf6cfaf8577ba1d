package io.backupman.notifier.spi;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A destination of another notifier that could not be reached for a long time.
 *
 * @param notifier the notifier's name in the configuration
 * @param destination the destination's name; {@code *} stands for all of them
 * @param since when the first attempt failed that none succeeded after
 * @param recoveredAt when a report was delivered again; {@code null} while it is failing
 * @param reason what went wrong last, in words
 */
public record Outage(
    String notifier,
    String destination,
    Instant since,
    @Nullable Instant recoveredAt,
    String reason) {

  /** Refuses {@code null}. */
  public Outage {
    Objects.requireNonNull(notifier, "notifier");
    Objects.requireNonNull(destination, "destination");
    Objects.requireNonNull(since, "since");
    Objects.requireNonNull(reason, "reason");
  }
}
