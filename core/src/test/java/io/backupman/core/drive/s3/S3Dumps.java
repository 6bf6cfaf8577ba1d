package io.backupman.core.drive.s3;

import io.backupman.core.source.Dump;
import io.backupman.core.testing.Dumps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** Dumps of random bytes, which are the same in each test. */
final class S3Dumps {
  /** Sent in one piece. */
  static final int SMALL = 150_000;

  /** Sent in two parts, the last of which is smaller. */
  static final int IN_PARTS = S3Drives.PART_BYTES + 10_000;

  /** Sent in three parts, the last of which is smaller. */
  static final int IN_THREE_PARTS = 2 * S3Drives.PART_BYTES + 10_000;

  private S3Dumps() {}

  /** Writes one of that many bytes into a folder. */
  static Dump write(Path folder, int size) throws IOException {
    var contents = new byte[size];
    new Random(1).nextBytes(contents);
    var file = Files.write(folder.resolve("dump"), contents);
    return new Dump(file, size, Dumps.sha256(contents));
  }
}
