package io.backupman.core.drive.google;

import com.google.api.services.drive.model.File;
import io.backupman.core.source.Dump;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** Whether a file in Google Drive is a dump's copy, by what Google says of it. */
final class GoogleComparison {
  private static final int BUFFER_BYTES = 128 * 1024;

  private GoogleComparison() {}

  /** Whether it is; reads the dump only if Google does not know the file's SHA-256. */
  static boolean isCopy(File file, Dump dump) throws IOException {
    if (file.getSha256Checksum() != null || file.getMd5Checksum() == null) {
      return isCopy(file, dump, "");
    }
    var local = checksums(dump);
    return local.sha256().equals(dump.sha256()) && isCopy(file, dump, local.md5());
  }

  /**
   * Whether it is.
   *
   * @param md5 the dump's MD5, which counts only if Google does not know the file's SHA-256
   */
  static boolean isCopy(File file, Dump dump, String md5) {
    if (!Optional.ofNullable(file.getSize()).orElse(-1L).equals(dump.sizeBytes())) {
      return false;
    }
    return file.getSha256Checksum() != null
        ? file.getSha256Checksum().equalsIgnoreCase(dump.sha256())
        : md5.equalsIgnoreCase(file.getMd5Checksum());
  }

  private static DumpDigest.Checksums checksums(Dump dump) throws IOException {
    var digest = new DumpDigest();
    try (FileChannel channel = FileChannel.open(dump.file(), StandardOpenOption.READ)) {
      ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
      for (long at = 0; channel.read(buffer) >= 0; at += buffer.limit(), buffer.clear()) {
        digest.update(at, buffer.flip());
      }
    }
    return digest.checksums();
  }
}
