package io.backupman.notifier.spi;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A data source that is backed up at its times, and of which no backup has finished for too long.
 *
 * @param label the data source's label
 * @param lastFinishedAt when the newest finished backup ended; {@code null} if there is none
 * @param since since when a backup is waited for: from then on, or from when the schedule was new
 * @param dueAt when one should have finished at the latest
 */
public record OverdueBackup(
    String label, @Nullable Instant lastFinishedAt, Instant since, Instant dueAt) {

  /** Refuses {@code null}. */
  public OverdueBackup {
    Objects.requireNonNull(label, "label");
    Objects.requireNonNull(since, "since");
    Objects.requireNonNull(dueAt, "dueAt");
  }
}
