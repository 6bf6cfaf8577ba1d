package io.backupman.core.drive.s3;

import io.backupman.core.drive.DriveException;
import io.backupman.core.drive.StoredCopy;
import java.io.IOException;
import java.io.InputStream;

/**
 * An object of a bucket.
 *
 * @param key the object's whole key
 */
record S3Copy(S3Bucket bucket, String key, long sizeBytes) implements StoredCopy {

  @Override
  public InputStream read(long offset, long length) throws IOException, InterruptedException {
    try {
      return new S3Input(bucket.get(key, offset, length), length);
    } catch (DriveException e) {
      throw new IOException(e.getMessage(), e);
    }
  }
}
