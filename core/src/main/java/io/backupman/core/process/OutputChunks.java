package io.backupman.core.process;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads a process's output in a thread of its own, so that the one who waits for it can be
 * interrupted, which a read from a pipe cannot. The few buffers go round, so memory is constant.
 */
final class OutputChunks {
  /** What a pipe holds on Linux. */
  private static final int CHUNK_BYTES = 64 * 1024;

  private static final int CHUNKS = 8;

  private final BlockingQueue<Chunk> free = new ArrayBlockingQueue<>(CHUNKS);
  private final BlockingQueue<Chunk> filled = new ArrayBlockingQueue<>(CHUNKS);
  private final InputStream in;
  private final Thread reader;

  private OutputChunks(InputStream in) {
    this.in = in;
    this.reader = Thread.ofPlatform().daemon().name("process-output").unstarted(this::read);
  }

  static OutputChunks read(InputStream in) {
    var chunks = new OutputChunks(in);
    for (int i = 0; i < CHUNKS; i++) {
      chunks.free.add(new Chunk());
    }
    chunks.reader.start();
    return chunks;
  }

  /** The next one, or {@code null} if none came in time; an empty one is the end. */
  @Nullable Chunk poll(Duration wait) throws InterruptedException {
    return filled.poll(wait.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Gives a chunk back that was dealt with. */
  void release(Chunk chunk) throws InterruptedException {
    free.put(chunk);
  }

  /** Stops handing out; the reader ends with the pipe. */
  void stop() {
    reader.interrupt();
  }

  private void read() {
    try {
      Chunk chunk;
      do {
        chunk = free.take();
        chunk.fill(in);
        filled.put(chunk);
      } while (!chunk.isEnd());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // Nobody wants the rest.
    }
  }

  /** Some output. */
  static final class Chunk {
    private final byte[] bytes = new byte[CHUNK_BYTES];
    private int length;
    private @Nullable IOException failure;

    private void fill(InputStream in) {
      try {
        length = in.read(bytes);
      } catch (IOException e) {
        length = -1;
        failure = e;
      }
    }

    boolean isEnd() {
      return length < 0;
    }

    byte[] bytes() {
      return bytes;
    }

    int length() {
      return length;
    }

    /** Why there is no more, if it is not simply the end. */
    @Nullable IOException failure() {
      return failure;
    }
  }
}
