package io.backupman.notifier.spi;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A data source that is backed up at its times, and of which no backup has finished for too long.
 * Made by {@link #builder}; more components may come.
 *
 * @param label the data source's label
 * @param lastFinishedAt when the newest finished backup ended; {@code null} if there is none
 * @param since since when a backup is waited for: from then on, or from when the schedule was new
 * @param dueAt when one should have finished at the latest
 * @param failures how many have failed since the newest finished one; {@code null} if that is not
 *     known
 * @param lastFailedId the identifier of the last of these; {@code null} if there is none
 * @param lastFailedAt when it ended; {@code null} if there is none
 * @param lastError why it failed, in words; {@code null} if there is none
 * @param host the name of the machine that noticed; {@code null} if that is not known
 * @param timeZone on whose clock the data source is backed up, in which people are told times;
 *     {@code null} if that is not known
 */
public record OverdueBackup(
    String label,
    @Nullable Instant lastFinishedAt,
    Instant since,
    Instant dueAt,
    @Nullable Integer failures,
    @Nullable UUID lastFailedId,
    @Nullable Instant lastFailedAt,
    @Nullable String lastError,
    @Nullable String host,
    @Nullable ZoneId timeZone) {

  /** Refuses {@code null}. */
  public OverdueBackup {
    Objects.requireNonNull(label, "label");
    Objects.requireNonNull(since, "since");
    Objects.requireNonNull(dueAt, "dueAt");
  }

  /** Starts an overdue backup with what every one has. */
  public static Builder builder(String label, Instant since, Instant dueAt) {
    return new Builder(label, since, dueAt);
  }

  /** Builds an {@link OverdueBackup}. Not safe for use by several threads. */
  public static final class Builder {
    private final String label;
    private final Instant since;
    private final Instant dueAt;
    private @Nullable Instant lastFinishedAt;
    private @Nullable Integer failures;
    private @Nullable UUID lastFailedId;
    private @Nullable Instant lastFailedAt;
    private @Nullable String lastError;
    private @Nullable String host;
    private @Nullable ZoneId timeZone;

    private Builder(String label, Instant since, Instant dueAt) {
      this.label = label;
      this.since = since;
      this.dueAt = dueAt;
    }

    /** Sets {@link OverdueBackup#lastFinishedAt()}. */
    public Builder lastFinishedAt(@Nullable Instant value) {
      lastFinishedAt = value;
      return this;
    }

    /** Sets {@link OverdueBackup#failures()}. */
    public Builder failures(@Nullable Integer value) {
      failures = value;
      return this;
    }

    /** Sets {@link OverdueBackup#lastFailedId()}. */
    public Builder lastFailedId(@Nullable UUID value) {
      lastFailedId = value;
      return this;
    }

    /** Sets {@link OverdueBackup#lastFailedAt()}. */
    public Builder lastFailedAt(@Nullable Instant value) {
      lastFailedAt = value;
      return this;
    }

    /** Sets {@link OverdueBackup#lastError()}. */
    public Builder lastError(@Nullable String value) {
      lastError = value;
      return this;
    }

    /** Sets {@link OverdueBackup#host()}. */
    public Builder host(@Nullable String value) {
      host = value;
      return this;
    }

    /** Sets {@link OverdueBackup#timeZone()}. */
    public Builder timeZone(@Nullable ZoneId value) {
      timeZone = value;
      return this;
    }

    /** Makes the record. */
    public OverdueBackup build() {
      return new OverdueBackup(
          label,
          lastFinishedAt,
          since,
          dueAt,
          failures,
          lastFailedId,
          lastFailedAt,
          lastError,
          host,
          timeZone);
    }
  }
}
