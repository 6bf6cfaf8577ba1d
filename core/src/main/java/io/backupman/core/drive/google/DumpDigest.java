package io.backupman.core.drive.google;

import io.backupman.core.drive.FilePart;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;

/** The checksums of a dump of which parts may be read again. For one thread at a time. */
final class DumpDigest {
  private final MessageDigest sha256 = FilePart.newDigest("SHA-256");
  private final MessageDigest md5 = FilePart.newDigest("MD5");
  private long taken;

  /**
   * Takes what it has not taken yet.
   *
   * @param offset where these bytes are in the dump; never beyond what was taken already
   * @param bytes from its beginning to its limit; left as it is
   */
  void update(long offset, ByteBuffer bytes) {
    long known = taken - offset;
    if (known < 0) {
      throw new IllegalStateException("Bytes were left out");
    }
    if (known < bytes.limit()) {
      ByteBuffer fresh = bytes.duplicate().position((int) known);
      sha256.update(fresh.duplicate());
      md5.update(fresh);
      taken = offset + bytes.limit();
    }
  }

  /** Both of them; afterwards nothing more can be taken. */
  Checksums checksums() {
    HexFormat hex = HexFormat.of();
    return new Checksums(hex.formatHex(sha256.digest()), hex.formatHex(md5.digest()));
  }

  /** In hexadecimal. */
  record Checksums(String sha256, String md5) {}
}
