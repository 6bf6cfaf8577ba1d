package io.backupman.server.config.settings;

import io.backupman.core.backup.RetentionRule;
import java.time.Duration;
import java.util.Optional;

/**
 * How long records are kept.
 *
 * @param reports how long reports are kept with their deliveries and attempts, whole days, at least
 *     one; empty keeps them for ever
 * @param backups which backups may go; empty keeps them for ever
 */
public record RetentionSettings(Optional<Duration> reports, Optional<RetentionRule> backups) {

  /** Everything is kept. */
  public static final RetentionSettings NONE =
      new RetentionSettings(Optional.empty(), Optional.empty());
}
