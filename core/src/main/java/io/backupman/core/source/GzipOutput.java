package io.backupman.core.source;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedByInterruptException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;

/**
 * Compresses in several threads, to one gzip member as any other (RFC 1952); some readers take a
 * second one for garbage. Only whole blocks are deflated elsewhere: who writes here also writes to
 * the file, in order, and meets every failure and interrupt. There are as many blocks as can be
 * under way, and they go round, so that memory is constant: whoever writes faster than the file
 * takes it waits. For one thread.
 */
final class GzipOutput extends OutputStream {
  /**
   * Method 8, no name, no time; the same bytes as those of {@link java.util.zip.GZIPOutputStream}.
   */
  private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};

  /**
   * How many blocks of one dump may wait to be deflated, or written; no more threads work on it.
   */
  static final int MOST_BLOCKS = 6;

  /** The checksum and the size of the contents, modulo 2^32. */
  private static final int TRAILER_BYTES = 8;

  private static final Executor THREADS = threads(Runtime.getRuntime().availableProcessors() - 1);

  private final Executor threads;
  private final OutputStream out;
  private final Deque<DeflatedBlock> underWay = new ArrayDeque<>();
  private final Deque<DeflatedBlock> free = new ArrayDeque<>();
  private final CRC32 crc = new CRC32();
  private DeflatedBlock filling = new DeflatedBlock();
  private long size;
  private boolean isEnded;

  /** Writes to another stream, which is closed with this one. */
  GzipOutput(OutputStream out) throws IOException {
    this(out, THREADS);
  }

  GzipOutput(OutputStream out, Executor threads) throws IOException {
    this.threads = threads;
    this.out = out;
    out.write(HEADER);
  }

  /** They work for all dumps together; whoever writes one helps when it has to wait. */
  private static Executor threads(int count) {
    if (count == 0) {
      return Runnable::run;
    }
    var factory =
        Thread.ofPlatform()
            .daemon()
            .name("compression-", 0)
            .inheritInheritableThreadLocals(false)
            .factory();
    var queue = new LinkedBlockingQueue<Runnable>();
    var pool = new ThreadPoolExecutor(count, count, 10, TimeUnit.SECONDS, queue, factory);
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (isEnded) {
      throw new IOException("nothing more can be written");
    }
    crc.update(bytes, offset, length);
    size += length;
    for (int done = 0; done < length; ) {
      if (filling.isFull()) {
        next();
      }
      done += filling.add(bytes, offset + done, length - done);
    }
  }

  /** Lets the full block be deflated, and goes on with one that is free. */
  private void next() throws IOException {
    var full = filling;
    full.deflateIn(threads);
    underWay.add(full);
    while (underWay.size() == MOST_BLOCKS
        || (!underWay.isEmpty() && underWay.getFirst().isDeflated())) {
      writeOldest();
    }
    filling = free.isEmpty() ? new DeflatedBlock() : free.remove();
    filling.follow(full);
  }

  private void writeOldest() throws IOException {
    var oldest = underWay.getFirst();
    for (var block : underWay) {
      if (oldest.isDeflated()) {
        break;
      }
      block.help();
    }
    write(oldest);
    free.add(underWay.remove());
  }

  /** What is written in part cannot be gone on with. */
  private void write(DeflatedBlock block) throws IOException {
    isEnded = true;
    try {
      block.writeTo(out);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      var interrupted = new ClosedByInterruptException();
      interrupted.initCause(e);
      throw interrupted;
    }
    isEnded = false;
  }

  /** Writes the rest, unless something failed before; then what was written is not whole. */
  @Override
  public void close() throws IOException {
    try (out) {
      if (!isEnded) {
        writeEnd();
      }
    } finally {
      isEnded = true;
      end();
    }
  }

  private void writeEnd() throws IOException {
    filling.deflateLast();
    while (!underWay.isEmpty()) {
      writeOldest();
    }
    write(filling);
    out.write(
        ByteBuffer.allocate(TRAILER_BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt((int) crc.getValue())
            .putInt((int) size)
            .array());
  }

  private void end() {
    filling.end();
    underWay.forEach(DeflatedBlock::end);
    free.forEach(DeflatedBlock::end);
  }
}
