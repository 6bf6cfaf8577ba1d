package io.backupman.core.drive.google;

import com.google.api.client.http.HttpContent;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** A part of a dump, read as it is sent; it can be sent again. */
final class GoogleChunk implements HttpContent {
  private static final int BUFFER_BYTES = 128 * 1024;

  private final FileChannel dump;
  private final long offset;
  private final long length;
  private final DumpDigest digest;
  private final LongConsumer progress;
  private @Nullable IOException unreadable;

  /**
   * A part.
   *
   * @param digest takes every byte of the dump once, however often it is sent
   * @param progress is told 0 as a sign of life
   */
  GoogleChunk(
      FileChannel dump, long offset, long length, DumpDigest digest, LongConsumer progress) {
    this.dump = dump;
    this.offset = offset;
    this.length = length;
    this.digest = digest;
    this.progress = progress;
  }

  /** Why the dump could not be read, if that is why it was not sent. */
  @Nullable IOException unreadable() {
    return unreadable;
  }

  @Override
  public long getLength() {
    return length;
  }

  @Override
  public String getType() {
    return "application/octet-stream";
  }

  @Override
  public boolean retrySupported() {
    return true;
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    for (long at = offset; at < offset + length; at += buffer.limit()) {
      buffer.clear().limit((int) Math.min(BUFFER_BYTES, offset + length - at));
      read(buffer, at);
      digest.update(at, buffer);
      out.write(buffer.array(), 0, buffer.limit());
      progress.accept(0);
    }
    out.flush();
  }

  private void read(ByteBuffer buffer, long at) throws IOException {
    try {
      int count = dump.read(buffer, at);
      if (count <= 0) {
        throw new EOFException("it became shorter");
      }
      buffer.flip();
    } catch (IOException e) {
      unreadable = e;
      throw e;
    }
  }
}
