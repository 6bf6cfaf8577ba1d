package io.backupman.core.drive;

import io.backupman.core.file.FileTrouble;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * A part of a file.
 *
 * @param file the file
 * @param offset its first byte, from 0
 * @param length how many bytes; may be 0
 */
public record FilePart(Path file, long offset, long length) {
  private static final int BUFFER_BYTES = 128 * 1024;

  /** Takes what is read, piece by piece. */
  @FunctionalInterface
  public interface Sink {
    void accept(byte[] buffer, int count);
  }

  /**
   * Opens it, as often as wanted.
   *
   * @throws DriveException if it is not there, now or while it is read; never IOException, which
   *     would look like a network that fails
   */
  public InputStream open() {
    try {
      InputStream in = Files.newInputStream(file);
      try {
        in.skipNBytes(offset);
        return new Local(new ExactInput(in, file.toString(), length));
      } catch (IOException e) {
        in.close();
        throw e;
      }
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** Reads it to its end, unless the thread is interrupted. */
  public void read(Sink sink) throws InterruptedException {
    byte[] buffer = new byte[BUFFER_BYTES];
    try (InputStream in = open()) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        sink.accept(buffer, n);
        if (Thread.interrupted()) {
          throw new InterruptedException("The dump was being read");
        }
      }
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** Computes the checksum of the part. */
  public byte[] digest(String algorithm) throws InterruptedException {
    MessageDigest digest = newDigest(algorithm);
    read((buffer, count) -> digest.update(buffer, 0, count));
    return digest.digest();
  }

  public static MessageDigest newDigest(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This Java runtime has no " + algorithm + ".", e);
    }
  }

  private DriveException unreadable(IOException e) {
    if (e instanceof NoSuchFileException) {
      return new DriveException("The dump %s is not there any more.".formatted(file), e);
    }
    if (e instanceof EOFException) {
      return new DriveException("The dump %s has become shorter.".formatted(file), e);
    }
    return new DriveException(
        "The dump %s cannot be read: %s.".formatted(file, FileTrouble.reason(e)), e);
  }

  /** Tells troubles of the file apart from those of the network. */
  private final class Local extends InputStream {
    private final InputStream in;

    private Local(InputStream in) {
      this.in = in;
    }

    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int from, int count) {
      try {
        return in.read(bytes, from, count);
      } catch (IOException e) {
        throw unreadable(e);
      }
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
