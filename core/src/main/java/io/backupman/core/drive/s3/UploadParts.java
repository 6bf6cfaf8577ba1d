package io.backupman.core.drive.s3;

import io.backupman.core.drive.DriveException;
import io.backupman.core.drive.FilePart;
import io.backupman.core.source.Dump;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.function.LongConsumer;

/**
 * A dump in the parts in which it is sent to S3. They are read in their order, for their checksums,
 * before they are read again as they are sent; nothing is kept in memory. Not safe for use by
 * several threads.
 */
final class UploadParts {
  /** What is usual: S3 takes parts from 5 MiB on, but the last one. */
  static final long SMALLEST_BYTES = 8L * 1024 * 1024;

  /** More S3 does not take. */
  static final long MOST = 10_000;

  private static final String SHA_256 = "SHA-256";

  private final Dump dump;
  private final LongConsumer progress;
  private final long partBytes;
  private final MessageDigest whole = FilePart.newDigest(SHA_256);
  private final MessageDigest ofParts = FilePart.newDigest(SHA_256);

  /**
   * Nothing is read yet.
   *
   * @param smallestBytes of a part, but the last one
   * @param progress is told 0 while it is read
   */
  UploadParts(Dump dump, long smallestBytes, LongConsumer progress) {
    this.dump = dump;
    this.progress = progress;
    this.partBytes = Math.max(smallestBytes, Math.ceilDiv(dump.sizeBytes(), MOST));
  }

  /** How many there are, at least 1. */
  int count() {
    return (int) Math.max(1, Math.ceilDiv(dump.sizeBytes(), partBytes));
  }

  /** Where the part lies, from 0. */
  FilePart part(int index) {
    long offset = index * partBytes;
    return new FilePart(dump.file(), offset, Math.min(partBytes, dump.sizeBytes() - offset));
  }

  /**
   * Reads the next part.
   *
   * @return its SHA-256 in Base64
   */
  String sha256(FilePart part) throws InterruptedException {
    MessageDigest digest = FilePart.newDigest(SHA_256);
    part.read(
        (buffer, count) -> {
          digest.update(buffer, 0, count);
          whole.update(buffer, 0, count);
          progress.accept(0);
        });
    byte[] sha256 = digest.digest();
    ofParts.update(sha256);
    return base64(sha256);
  }

  /**
   * After the last part.
   *
   * @throws DriveException if what was read is not what was dumped
   */
  void requireUnchanged() {
    if (!HexFormat.of().formatHex(whole.digest()).equals(dump.sha256())) {
      throw new DriveException(
          "The dump %s is not the same any more; nothing of it was stored.".formatted(dump.file()));
    }
  }

  /** After the last part: the checksum that S3 gives to an object out of such parts. */
  String checksumOfChecksums() {
    return base64(ofParts.digest()) + "-" + count();
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
