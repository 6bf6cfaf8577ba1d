package io.backupman.core.drive.s3;

import io.backupman.core.source.Dump;
import io.backupman.core.testing.Dumps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;

/** Dumps of random bytes, which are the same in each test, so that they are digested once. */
final class S3Dumps {
  /** Sent in one piece. */
  static final int SMALL = 300_000;

  /** Sent in two parts. */
  static final int IN_PARTS = 8 * 1024 * 1024 + 100_000;

  /** Sent in three parts. */
  static final int IN_THREE_PARTS = 2 * 8 * 1024 * 1024 + 100_000;

  private static final byte[] LARGEST = new byte[IN_THREE_PARTS];
  private static final Map<Integer, String> SHA256 = new ConcurrentHashMap<>();

  static {
    new Random(1).nextBytes(LARGEST);
  }

  private S3Dumps() {}

  static byte[] bytes(int size) {
    return Arrays.copyOf(LARGEST, size);
  }

  /** Writes one of that many bytes into a folder. */
  static Dump write(Path folder, int size) throws IOException {
    var file = Files.write(folder.resolve("dump"), bytes(size));
    return new Dump(file, size, SHA256.computeIfAbsent(size, known -> Dumps.sha256(bytes(known))));
  }
}
