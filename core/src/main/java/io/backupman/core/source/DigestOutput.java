package io.backupman.core.source;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Writes to a channel what it counts and takes the SHA-256 of. Closing it closes nothing. */
public final class DigestOutput extends OutputStream {
  private final WritableByteChannel channel;
  private final MessageDigest digest;
  private long size;

  /** Writes to a channel. */
  public DigestOutput(WritableByteChannel channel) {
    this.channel = channel;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    var buffer = ByteBuffer.wrap(bytes, offset, length);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
    digest.update(bytes, offset, length);
    size += length;
  }

  /** How many bytes were written. */
  public long size() {
    return size;
  }

  /** The SHA-256 of all that was written; afterwards nothing more can be. */
  public String sha256() {
    return HexFormat.of().formatHex(digest.digest());
  }
}
