package io.backupman.core.drive.s3;

import io.backupman.core.drive.RetryPauses;
import io.backupman.core.drive.S3DriveSettings;
import io.backupman.net.Network;
import java.util.List;

/** Drives that send small parts, since to make and digest large ones takes long. */
final class S3Drives {
  /** More than is read from a file at once. */
  static final int PART_BYTES = 256 * 1024;

  private static final RetryPauses NONE = new RetryPauses(List.of());

  private S3Drives() {}

  /** Makes one that tries nothing again beyond what the AWS SDK does. */
  static S3Drive of(S3DriveSettings settings) {
    return of(settings, Network.DIRECT);
  }

  /** Makes one that connects so, and tries nothing again beyond what the AWS SDK does. */
  static S3Drive of(S3DriveSettings settings, Network network) {
    return new S3Drive(settings, network, NONE, PART_BYTES);
  }

  /** Makes one that tries again. */
  static S3Drive of(S3DriveSettings settings, RetryPauses retryPauses) {
    return new S3Drive(settings, Network.DIRECT, retryPauses, PART_BYTES);
  }

  /** Makes one whose parts are as large as usual, and which tries nothing again either. */
  static S3Drive withLargeParts(S3DriveSettings settings) {
    return new S3Drive(settings, Network.DIRECT, NONE, UploadParts.SMALLEST_BYTES);
  }
}
