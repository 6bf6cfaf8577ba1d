package io.backupman.core.source;

import io.backupman.core.file.FileTrouble;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * A whole dump.
 *
 * @param file where it is, absolute
 * @param sizeBytes its size as it lies there, compressed
 * @param sha256 the SHA-256 of the same bytes, in hexadecimal
 * @param warnings what somebody should look at though it is whole, a sentence each
 */
public record Dump(Path file, long sizeBytes, String sha256, List<String> warnings) {
  private static final int BUFFER_BYTES = 128 * 1024;

  /** With its warnings, of which a copy is taken. */
  public Dump {
    warnings = List.copyOf(warnings);
  }

  /** A dump without a warning. */
  public Dump(Path file, long sizeBytes, String sha256) {
    this(file, sizeBytes, sha256, List.of());
  }

  /** Whether a file of that size is there. */
  public boolean isThere() {
    try {
      return Files.isRegularFile(file) && Files.size(file) == sizeBytes;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Reads it to its end.
   *
   * @param progress is told how many more bytes were read
   * @return whether it has that size and checksum
   * @throws SourceException with a sentence if it cannot be read
   * @throws InterruptedException if the thread was interrupted
   */
  public boolean isWhole(LongConsumer progress) throws InterruptedException {
    var digest = new DigestOutput(Channels.newChannel(OutputStream.nullOutputStream()));
    byte[] buffer = new byte[BUFFER_BYTES];
    try (var in = Files.newInputStream(file)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.write(buffer, 0, n);
        progress.accept(n);
        if (Thread.interrupted()) {
          throw new InterruptedException("The dump was being read");
        }
      }
    } catch (IOException e) {
      throw new SourceException("%s cannot be read: %s.".formatted(file, FileTrouble.reason(e)), e);
    }
    return digest.size() == sizeBytes && digest.sha256().equals(sha256);
  }
}
