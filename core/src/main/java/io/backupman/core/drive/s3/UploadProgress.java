package io.backupman.core.drive.s3;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongConsumer;

/**
 * Tells how far the sending of something is. It may be read more than once, to be signed and to be
 * sent again; each byte counts once, and what is read again is told as a sign of life.
 */
final class UploadProgress {
  private final LongConsumer progress;
  private long told;

  /**
   * Nothing was sent yet.
   *
   * @param progress is told how many more bytes were read, or 0
   */
  UploadProgress(LongConsumer progress) {
    this.progress = progress;
  }

  /** The same bytes as of that stream, from the beginning on. */
  InputStream read(InputStream in) {
    return new Told(in);
  }

  private synchronized void isAt(long position) {
    long more = Math.max(0, position - told);
    told += more;
    progress.accept(more);
  }

  private final class Told extends FilterInputStream {
    private long position;

    private Told(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int count = in.read(bytes, offset, length);
      if (count > 0) {
        position += count;
        isAt(position);
      }
      return count;
    }

    @Override
    public boolean markSupported() {
      return false;
    }
  }
}
