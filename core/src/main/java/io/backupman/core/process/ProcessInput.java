package io.backupman.core.process;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.ClosedByInterruptException;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * What a program reads. A thread of its own writes it, so that the one who hands it over can be
 * interrupted, which a write into a pipe cannot. A program that reads no more is not an error here:
 * how it ended tells. For one thread.
 */
final class ProcessInput extends OutputStream {
  private static final System.Logger LOG = System.getLogger(ProcessInput.class.getName());
  private static final int CHUNKS = 8;

  /** Empty. */
  private static final byte[] END = {};

  private final BlockingQueue<byte[]> chunks = new ArrayBlockingQueue<>(CHUNKS);
  private final OutputStream pipe;
  private final Thread writer;

  ProcessInput(OutputStream pipe) {
    this.pipe = pipe;
    this.writer = Thread.ofPlatform().daemon().name("process-input").start(this::write);
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (length > 0) {
      put(Arrays.copyOfRange(bytes, offset, offset + length));
    }
  }

  /** Lets the program read to the end of it. An interrupt does not matter if there is room. */
  @Override
  public void close() throws IOException {
    if (!chunks.offer(END)) {
      put(END);
    }
  }

  private void put(byte[] chunk) throws IOException {
    try {
      chunks.put(chunk);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw interrupted(e);
    }
  }

  private static ClosedByInterruptException interrupted(InterruptedException cause) {
    var interrupted = new ClosedByInterruptException();
    interrupted.initCause(cause);
    return interrupted;
  }

  /** Writes no more. */
  void stop() {
    writer.interrupt();
  }

  private void write() {
    try (pipe) {
      boolean isRead = true;
      for (byte[] chunk = chunks.take(); chunk.length > 0; chunk = chunks.take()) {
        isRead = isRead && isWritten(chunk);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // Nobody wants it read.
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "A program did not read to the end", e);
    }
  }

  private boolean isWritten(byte[] chunk) {
    try {
      pipe.write(chunk);
      return true;
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "A program reads no more", e);
      return false;
    }
  }
}
