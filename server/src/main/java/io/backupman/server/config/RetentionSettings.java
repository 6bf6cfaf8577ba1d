package io.backupman.server.config;

import java.time.Duration;
import java.util.Optional;

/**
 * How long records are kept.
 *
 * @param reports how long reports are kept with their deliveries and attempts, whole days, at least
 *     one; empty keeps them for ever
 */
public record RetentionSettings(Optional<Duration> reports) {

  /** Everything is kept. */
  public static final RetentionSettings NONE = new RetentionSettings(Optional.empty());
}
