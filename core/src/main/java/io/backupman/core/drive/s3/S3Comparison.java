package io.backupman.core.drive.s3;

import io.backupman.core.drive.DriveException;
import io.backupman.core.drive.FilePart;
import io.backupman.core.drive.RetryPauses;
import io.backupman.core.drive.VirtualCall;
import io.backupman.core.source.Dump;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.function.LongConsumer;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * Compares an object with a dump: what counts is what is there, not what was sent. The service's
 * own checksum tells it, if it keeps SHA-256; else the object is read.
 */
final class S3Comparison {
  private static final int BUFFER_BYTES = 128 * 1024;
  private static final int TRIES_AT_ONE_PLACE = 4;

  private final S3Bucket bucket;
  private final Dump dump;
  private final LongConsumer progress;

  /**
   * Nothing is looked at yet.
   *
   * @param progress is told 0 while something is read
   */
  S3Comparison(S3Bucket bucket, Dump dump, LongConsumer progress) {
    this.bucket = bucket;
    this.dump = dump;
    this.progress = progress;
  }

  /**
   * Whether an object that was found holds the dump.
   *
   * @param ofParts tells the checksum of checksums that an object has that was sent in parts
   */
  boolean isCopy(String key, HeadObjectResponse found, RetryPauses.Step<String> ofParts)
      throws InterruptedException {
    if (found.contentLength() == null || found.contentLength() != dump.sizeBytes()) {
      return false;
    }
    var checksum = found.checksumSHA256();
    if (checksum != null && !checksum.contains("-")) {
      return checksum.equals(sha256InBase64());
    }
    return (checksum != null && checksum.equals(ofParts.run())) || isReadAsCopy(key);
  }

  private String sha256InBase64() {
    return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(dump.sha256()));
  }

  private boolean isReadAsCopy(String key) throws InterruptedException {
    var digest = FilePart.newDigest("SHA-256");
    var reading = new Reading(key, digest);
    int tries = TRIES_AT_ONE_PLACE;
    while (reading.at < dump.sizeBytes()) {
      long from = reading.at;
      try {
        reading.run();
      } catch (IOException e) {
        tries = reading.at > from ? TRIES_AT_ONE_PLACE : tries - 1;
        if (tries == 0) {
          throw DriveException.passing(
              "The copy could not be read to be compared: the connection was lost.", e);
        }
      }
    }
    return HexFormat.of().formatHex(digest.digest()).equals(dump.sha256());
  }

  /** Reads on from where it came to. */
  private final class Reading {
    private final String key;
    private final MessageDigest digest;
    private long at;

    private Reading(String key, MessageDigest digest) {
      this.key = key;
      this.digest = digest;
    }

    private void run() throws InterruptedException, IOException {
      long left = dump.sizeBytes() - at;
      try (InputStream in = new S3Input(bucket.get(key, at, left), left)) {
        // An interrupt ends what reads the connection in a virtual thread only.
        VirtualCall.run(() -> toTheEnd(in));
      }
    }

    private long toTheEnd(InputStream in) throws IOException {
      var buffer = new byte[BUFFER_BYTES];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
        at += n;
        progress.accept(0);
      }
      return at;
    }
  }
}
