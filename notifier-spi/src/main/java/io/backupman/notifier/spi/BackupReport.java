package io.backupman.notifier.spi;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A backup as it was when its event happened.
 *
 * @param id the identifier of the backup
 * @param status {@link BackupStatus#FINISHED} or {@link BackupStatus#FAILED} of one that has ended,
 *     {@link BackupStatus#PENDING} of one that has just started
 * @param label the data source's label
 * @param dumpPath where the dump is in the temporary folder; {@code null} once it is gone from
 *     there
 * @param createdAt when the backup was asked for
 * @param updatedAt when its record last changed
 * @param driveFiles its copies, one for each drive, in the order of the configuration
 * @param provider the kind of data source, such as {@code mysql}
 * @param trigger what started it: {@code manual}, {@code schedule}, {@code cli} or {@code retry}
 * @param startedAt when the dump began
 * @param finishedAt when the backup ended
 * @param sizeBytes the size of the compressed dump in bytes
 * @param sha256 the checksum of the compressed dump, 64 hexadecimal digits
 * @param error why it failed, in words; {@code null} if it did not
 * @param recovered whether it finished and the last one of its data source before it had failed
 * @param warning what somebody should look at though it finished, a sentence; {@code null} if there
 *     is nothing
 * @param verification what came of restoring the dump; {@code null} if that was not tried
 * @param lastFinishedAt of one that failed: when the newest finished backup of its data source
 *     ended; {@code null} if there is none, or that is not known
 * @param failures of one that failed: how many backups of its data source have failed since then,
 *     this one included; {@code null} if that is not known
 * @param host the name of the machine that it ran on; {@code null} if that is not known
 * @param timeZone on whose clock its data source is backed up, in which people are told times;
 *     {@code null} if that is not known
 */
public record BackupReport(
    UUID id,
    BackupStatus status,
    String label,
    @Nullable String dumpPath,
    Instant createdAt,
    @Nullable Instant updatedAt,
    List<DriveFile> driveFiles,
    String provider,
    String trigger,
    @Nullable Instant startedAt,
    @Nullable Instant finishedAt,
    @Nullable Long sizeBytes,
    @Nullable String sha256,
    @Nullable String error,
    boolean recovered,
    @Nullable String warning,
    @Nullable Verification verification,
    @Nullable Instant lastFinishedAt,
    @Nullable Integer failures,
    @Nullable String host,
    @Nullable ZoneId timeZone) {

  /** Copies the list. */
  public BackupReport {
    driveFiles = List.copyOf(driveFiles);
  }

  /** Starts a report with what every report has. */
  public static Builder builder(UUID id, BackupStatus status, String label, Instant createdAt) {
    return new Builder(id, status, label, createdAt);
  }

  /** A builder that holds all values of this one. */
  public Builder toBuilder() {
    return new Builder(id, status, label, createdAt)
        .dumpPath(dumpPath)
        .updatedAt(updatedAt)
        .driveFiles(driveFiles)
        .provider(provider)
        .trigger(trigger)
        .startedAt(startedAt)
        .finishedAt(finishedAt)
        .sizeBytes(sizeBytes)
        .sha256(sha256)
        .error(error)
        .recovered(recovered)
        .warning(warning)
        .verification(verification)
        .lastFinishedAt(lastFinishedAt)
        .failures(failures)
        .host(host)
        .timeZone(timeZone);
  }

  /** Builds a {@link BackupReport}. Not safe for use by several threads. */
  public static final class Builder {
    private final UUID id;
    private final String label;
    private final Instant createdAt;
    private BackupStatus status;
    private @Nullable String dumpPath;
    private @Nullable Instant updatedAt;
    private List<DriveFile> driveFiles = List.of();
    private String provider = "";
    private String trigger = "manual";
    private @Nullable Instant startedAt;
    private @Nullable Instant finishedAt;
    private @Nullable Long sizeBytes;
    private @Nullable String sha256;
    private @Nullable String error;
    private boolean recovered;
    private @Nullable String warning;
    private @Nullable Verification verification;
    private @Nullable Instant lastFinishedAt;
    private @Nullable Integer failures;
    private @Nullable String host;
    private @Nullable ZoneId timeZone;

    private Builder(UUID id, BackupStatus status, String label, Instant createdAt) {
      this.id = id;
      this.status = status;
      this.label = label;
      this.createdAt = createdAt;
    }

    /** Sets {@link BackupReport#status()}. */
    public Builder status(BackupStatus value) {
      status = value;
      return this;
    }

    /** Sets {@link BackupReport#dumpPath()}. */
    public Builder dumpPath(@Nullable String value) {
      dumpPath = value;
      return this;
    }

    /** Sets {@link BackupReport#updatedAt()}. */
    public Builder updatedAt(@Nullable Instant value) {
      updatedAt = value;
      return this;
    }

    /** Sets {@link BackupReport#driveFiles()}. */
    public Builder driveFiles(List<DriveFile> value) {
      driveFiles = value;
      return this;
    }

    /** Sets {@link BackupReport#provider()}. */
    public Builder provider(String value) {
      provider = value;
      return this;
    }

    /** Sets {@link BackupReport#trigger()}. */
    public Builder trigger(String value) {
      trigger = value;
      return this;
    }

    /** Sets {@link BackupReport#startedAt()}. */
    public Builder startedAt(@Nullable Instant value) {
      startedAt = value;
      return this;
    }

    /** Sets {@link BackupReport#finishedAt()}. */
    public Builder finishedAt(@Nullable Instant value) {
      finishedAt = value;
      return this;
    }

    /** Sets {@link BackupReport#sizeBytes()}. */
    public Builder sizeBytes(@Nullable Long value) {
      sizeBytes = value;
      return this;
    }

    /** Sets {@link BackupReport#sha256()}. */
    public Builder sha256(@Nullable String value) {
      sha256 = value;
      return this;
    }

    /** Sets {@link BackupReport#error()}. */
    public Builder error(@Nullable String value) {
      error = value;
      return this;
    }

    /** Sets {@link BackupReport#recovered()}. */
    public Builder recovered(boolean value) {
      recovered = value;
      return this;
    }

    /** Sets {@link BackupReport#warning()}. */
    public Builder warning(@Nullable String value) {
      warning = value;
      return this;
    }

    /** Sets {@link BackupReport#verification()}. */
    public Builder verification(@Nullable Verification value) {
      verification = value;
      return this;
    }

    /** Sets {@link BackupReport#lastFinishedAt()}. */
    public Builder lastFinishedAt(@Nullable Instant value) {
      lastFinishedAt = value;
      return this;
    }

    /** Sets {@link BackupReport#failures()}. */
    public Builder failures(@Nullable Integer value) {
      failures = value;
      return this;
    }

    /** Sets {@link BackupReport#host()}. */
    public Builder host(@Nullable String value) {
      host = value;
      return this;
    }

    /** Sets {@link BackupReport#timeZone()}. */
    public Builder timeZone(@Nullable ZoneId value) {
      timeZone = value;
      return this;
    }

    /** Makes the record. */
    public BackupReport build() {
      return new BackupReport(
          id,
          status,
          label,
          dumpPath,
          createdAt,
          updatedAt,
          driveFiles,
          provider,
          trigger,
          startedAt,
          finishedAt,
          sizeBytes,
          sha256,
          error,
          recovered,
          warning,
          verification,
          lastFinishedAt,
          failures,
          host,
          timeZone);
    }
  }
}
