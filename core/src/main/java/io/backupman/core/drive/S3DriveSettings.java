package io.backupman.core.drive;

import io.backupman.notifier.spi.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A bucket of Amazon S3, or of a service that speaks its protocol.
 *
 * @param label the drive's unique label
 * @param bucket the bucket's name
 * @param region where the bucket is
 * @param keys who signs in; {@code null} leaves it to what the AWS SDK finds on this machine
 * @param endpoint the service's address; {@code null} is Amazon's
 * @param prefix what the objects' names begin with, without slashes at its ends; may be empty
 * @param forcePathStyle whether the bucket stands in the address's path, not in its host name
 * @param caFile a file of certificates in PEM whose authorities are trusted too
 * @param timeout how long nothing may come from the service
 */
public record S3DriveSettings(
    String label,
    String bucket,
    String region,
    @Nullable Keys keys,
    @Nullable URI endpoint,
    String prefix,
    boolean forcePathStyle,
    @Nullable Path caFile,
    Duration timeout)
    implements DriveSettings {

  /** Trusts whom Java trusts, and waits as long as is usual. */
  public S3DriveSettings(
      String label,
      String bucket,
      String region,
      @Nullable Keys keys,
      @Nullable URI endpoint,
      String prefix,
      boolean forcePathStyle) {
    this(label, bucket, region, keys, endpoint, prefix, forcePathStyle, null, USUAL_TIMEOUT);
  }

  /**
   * Who signs in.
   *
   * @param accessKey the name of the key
   * @param secretKey the key itself
   */
  public record Keys(Secret accessKey, Secret secretKey) {}

  @Override
  public String provider() {
    return "s3";
  }

  /** The whole key of the object that holds a copy. */
  public String objectKey(String name) {
    return prefix.isEmpty() ? name : prefix + "/" + name;
  }

  /** The service in words. */
  public String service() {
    return endpoint == null ? "Amazon S3 in " + region : endpoint.toString();
  }
}
