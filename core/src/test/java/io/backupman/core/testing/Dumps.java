package io.backupman.core.testing;

import io.backupman.core.source.Dump;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Dumps out of any file. */
public final class Dumps {
  private Dumps() {}

  /** The dump that a file holds. */
  public static Dump of(Path file) throws IOException {
    return new Dump(file.toAbsolutePath(), Files.size(file), sha256(Files.readAllBytes(file)));
  }

  /** The SHA-256 in hexadecimal. */
  public static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
