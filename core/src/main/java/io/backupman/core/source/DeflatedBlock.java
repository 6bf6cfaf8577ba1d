package io.backupman.core.source;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.zip.Deflater;

/**
 * A stretch of a dump that is compressed by itself, knowing only the end of the one before it. Put
 * one behind the other they make one stream (RFC 1951): all but the last end on a byte's border
 * with an empty block that is not marked as the last. Filled by one thread, deflated by any.
 */
final class DeflatedBlock {
  /** How much it takes: 1 MiB would make files smaller by less than a thousandth. */
  static final int BYTES = 128 * 1024;

  /** As far back as the format can refer. */
  private static final int WINDOW_BYTES = 32 * 1024;

  /** What {@code gzip} does if nothing is said. */
  private static final int LEVEL = 6;

  private final Deflater deflater = new Deflater(LEVEL, true);
  private final byte[] contents =
      new byte[WINDOW_BYTES + BYTES]; // behind the end of the one before
  private int end = WINDOW_BYTES;
  private boolean isFirst = true;
  private byte[] deflated = new byte[BYTES + BYTES / 16];
  private int deflatedLength;
  private FutureTask<Void> deflating = new FutureTask<>(() -> {}, null);

  /** Begins anew behind another, which is full. */
  void follow(DeflatedBlock before) {
    System.arraycopy(before.contents, BYTES, contents, 0, WINDOW_BYTES);
    isFirst = false;
    end = WINDOW_BYTES;
  }

  boolean isFull() {
    return end == contents.length;
  }

  /**
   * Takes contents.
   *
   * @return how many bytes there was room for
   */
  int add(byte[] bytes, int offset, int length) {
    int taken = Math.min(length, contents.length - end);
    System.arraycopy(bytes, offset, contents, end, taken);
    end += taken;
    return taken;
  }

  /** Lets it be deflated when there is a thread for it. */
  void deflateIn(Executor threads) {
    deflating = new FutureTask<>(() -> deflate(false), null);
    threads.execute(deflating);
  }

  /** Deflates it in this thread if none has begun to. */
  void help() {
    deflating.run();
  }

  boolean isDeflated() {
    return deflating.isDone();
  }

  /** Deflates it now, as the end of the stream. */
  void deflateLast() {
    deflating = new FutureTask<>(() -> deflate(true), null);
    deflating.run();
  }

  private void deflate(boolean isLast) {
    deflater.reset();
    if (!isFirst) {
      deflater.setDictionary(contents, 0, WINDOW_BYTES);
    }
    deflater.setInput(contents, WINDOW_BYTES, end - WINDOW_BYTES);
    if (isLast) {
      deflater.finish();
    }
    deflatedLength = 0;
    while (true) {
      deflatedLength +=
          deflater.deflate(
              deflated, deflatedLength, deflated.length - deflatedLength, Deflater.SYNC_FLUSH);
      if (deflatedLength < deflated.length) {
        return;
      }
      deflated = Arrays.copyOf(deflated, 2 * deflated.length);
    }
  }

  /**
   * Waits until it is deflated, and writes that.
   *
   * @throws InterruptedException if the thread was interrupted meanwhile
   */
  void writeTo(OutputStream out) throws IOException, InterruptedException {
    try {
      deflating.get();
    } catch (ExecutionException | CancellationException e) {
      throw new IOException("the dump could not be compressed", e);
    }
    out.write(deflated, 0, deflatedLength);
  }

  /** Gives its memory outside the heap back; what another thread does with it fails. */
  void end() {
    deflating.cancel(false);
    deflater.end();
  }
}
