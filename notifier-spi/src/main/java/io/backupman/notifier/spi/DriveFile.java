package io.backupman.notifier.spi;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One backup's copy on one drive.
 *
 * @param id the identifier of this record
 * @param backupId the identifier of the backup
 * @param provider the kind of drive, such as {@code local} or {@code s3}
 * @param label the drive's label
 * @param path where the copy is on the drive; {@code null} until it is there
 * @param status how far the copy has come
 * @param createdAt when the record was made
 * @param updatedAt when it last changed
 * @param sizeBytes the size of the copy in bytes
 * @param error why it failed, in words; of a finished copy, why that of an earlier dump is still
 *     there in place of one of the newest
 */
public record DriveFile(
    UUID id,
    UUID backupId,
    String provider,
    String label,
    @Nullable String path,
    BackupStatus status,
    Instant createdAt,
    @Nullable Instant updatedAt,
    @Nullable Long sizeBytes,
    @Nullable String error) {

  /** Starts a copy that is still {@link BackupStatus#PENDING}. */
  public static Builder builder(
      UUID id, UUID backupId, String provider, String label, Instant createdAt) {
    return new Builder(id, backupId, provider, label, createdAt);
  }

  /** A builder that holds all values of this one. */
  public Builder toBuilder() {
    return new Builder(id, backupId, provider, label, createdAt)
        .path(path)
        .status(status)
        .updatedAt(updatedAt)
        .sizeBytes(sizeBytes)
        .error(error);
  }

  /** Builds a {@link DriveFile}. Not safe for use by several threads. */
  public static final class Builder {
    private final UUID id;
    private final UUID backupId;
    private final String provider;
    private final String label;
    private final Instant createdAt;
    private @Nullable String path;
    private BackupStatus status = BackupStatus.PENDING;
    private @Nullable Instant updatedAt;
    private @Nullable Long sizeBytes;
    private @Nullable String error;

    private Builder(UUID id, UUID backupId, String provider, String label, Instant createdAt) {
      this.id = id;
      this.backupId = backupId;
      this.provider = provider;
      this.label = label;
      this.createdAt = createdAt;
    }

    /** Sets {@link DriveFile#path()}. */
    public Builder path(@Nullable String value) {
      path = value;
      return this;
    }

    /** Sets {@link DriveFile#status()}. */
    public Builder status(BackupStatus value) {
      status = value;
      return this;
    }

    /** Sets {@link DriveFile#updatedAt()}. */
    public Builder updatedAt(@Nullable Instant value) {
      updatedAt = value;
      return this;
    }

    /** Sets {@link DriveFile#sizeBytes()}. */
    public Builder sizeBytes(@Nullable Long value) {
      sizeBytes = value;
      return this;
    }

    /** Sets {@link DriveFile#error()}. */
    public Builder error(@Nullable String value) {
      error = value;
      return this;
    }

    /** Makes the record. */
    public DriveFile build() {
      return new DriveFile(
          id, backupId, provider, label, path, status, createdAt, updatedAt, sizeBytes, error);
    }
  }
}
