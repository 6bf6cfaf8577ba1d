package io.backupman.core.drive.s3;

import io.backupman.core.drive.Drive;
import io.backupman.core.drive.DriveException;
import io.backupman.core.drive.RetryPauses;
import io.backupman.core.drive.S3DriveSettings;
import io.backupman.core.drive.StoredCopy;
import io.backupman.core.source.Dump;
import io.backupman.net.Network;
import java.time.Duration;
import java.util.List;
import java.util.function.LongConsumer;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/** A bucket of Amazon S3, or of a service that speaks its protocol. */
public final class S3Drive implements Drive {
  /**
   * Beyond the few quick tries of the AWS SDK: what was sent of a large dump must not be lost to a
   * network that comes back.
   */
  private static final RetryPauses S3_RETRIES =
      new RetryPauses(
          List.of(
              Duration.ofSeconds(1),
              Duration.ofSeconds(5),
              Duration.ofSeconds(15),
              Duration.ofSeconds(40)));

  private final S3DriveSettings settings;
  private final S3Bucket bucket;
  private final RetryPauses retryPauses;
  private final long smallestPartBytes;

  /** Describes it; nothing is connected to yet. */
  public S3Drive(S3DriveSettings settings, Network network) {
    this(settings, network, S3_RETRIES, UploadParts.SMALLEST_BYTES);
  }

  /** Also sends parts that S3 itself would find too small. */
  S3Drive(
      S3DriveSettings settings, Network network, RetryPauses retryPauses, long smallestPartBytes) {
    this.settings = settings;
    this.bucket = new S3Bucket(settings, network);
    this.retryPauses = retryPauses;
    this.smallestPartBytes = smallestPartBytes;
  }

  @Override
  public String label() {
    return settings.label();
  }

  @Override
  public String provider() {
    return settings.provider();
  }

  /**
   * {@inheritDoc}
   *
   * @return the object's whole key
   */
  @Override
  public String store(Dump dump, String name, LongConsumer progress) throws InterruptedException {
    var key = settings.objectKey(name);
    if (!dump.isThere()) {
      throw new DriveException(
          "The dump %s is not there any more, or has changed.".formatted(dump.file()));
    }
    var found = bucket.find(key);
    if (found.isPresent()) {
      requireCopy(found.get(), key, dump, progress);
      progress.accept(dump.sizeBytes());
    } else {
      upload(key, dump, progress);
    }
    return key;
  }

  private void requireCopy(HeadObjectResponse found, String key, Dump dump, LongConsumer progress)
      throws InterruptedException {
    var comparison = new S3Comparison(bucket, dump, progress);
    if (!comparison.isCopy(key, found, () -> checksumOfChecksums(dump, progress))) {
      throw bucket.another(key, null);
    }
  }

  private String checksumOfChecksums(Dump dump, LongConsumer progress) throws InterruptedException {
    var parts = parts(dump, progress);
    for (int i = 0; i < parts.count(); i++) {
      parts.sha256(parts.part(i));
    }
    return parts.checksumOfChecksums();
  }

  private UploadParts parts(Dump dump, LongConsumer progress) {
    return new UploadParts(dump, smallestPartBytes, progress);
  }

  private void upload(String key, Dump dump, LongConsumer progress) throws InterruptedException {
    try {
      send(key, dump, progress);
    } catch (DriveException e) {
      giveUpWhatIsRefused(e);
      send(key, dump, progress);
    }
  }

  private void send(String key, Dump dump, LongConsumer progress) throws InterruptedException {
    var comparison = new S3Comparison(bucket, dump, progress);
    new S3Upload(bucket, key, parts(dump, progress), comparison, progress, retryPauses).run();
  }

  private void giveUpWhatIsRefused(DriveException failure) {
    if (S3Errors.refusesChecksums(failure)) {
      bucket.giveUpChecksums();
    } else if (S3Errors.isTaken(failure)) {
      bucket.giveUpConditions(); // It sees an object where there is none.
    } else {
      throw failure;
    }
  }

  @Override
  public StoredCopy open(String path) throws InterruptedException {
    var found = bucket.find(path);
    if (found.isEmpty()) {
      bucket.list(path);
      throw new DriveException(
          "%s is not in the bucket \"%s\" at %s; it may have been removed, or bucket or endpoint may have changed."
              .formatted(path, settings.bucket(), settings.service()));
    }
    return new S3Copy(bucket, path, found.get().contentLength());
  }

  @Override
  public void removeLeftovers(String name) throws InterruptedException {
    S3Upload.abortAll(bucket, settings.objectKey(name));
  }

  /**
   * {@inheritDoc}
   *
   * <p>The prefix may have changed since; the bucket must not have.
   */
  @Override
  public void delete(String path) throws InterruptedException {
    bucket.delete(path);
  }

  /** Lists what is there, which needs a bucket that is there and a key that is known to it. */
  @Override
  public void check() throws InterruptedException {
    bucket.list(settings.objectKey(""));
  }
}
