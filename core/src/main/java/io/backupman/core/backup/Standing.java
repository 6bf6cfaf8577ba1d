package io.backupman.core.backup;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How a data source fares, a running backup not counted.
 *
 * @param lastFinishedAt when its newest finished backup ended; {@code null} if there is none
 * @param failures how many have failed that began after that one
 * @param lastFailure the newest of these
 */
public record Standing(
    @Nullable Instant lastFinishedAt, int failures, Optional<Failure> lastFailure) {

  /**
   * A backup that failed.
   *
   * @param id its identifier
   * @param at when it ended
   * @param error why, in words; {@code null} if that is not known
   */
  public record Failure(UUID id, Instant at, @Nullable String error) {}
}
