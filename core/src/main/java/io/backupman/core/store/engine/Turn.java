package io.backupman.core.store.engine;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A process's turn to open the file of an embedded database. H2's lock is made for two that want
 * the same file: each wait of one makes the lock file look new to the others, so that of several
 * none gets it for seconds, or some give up. Who has no turn after half a minute, or where files
 * cannot be locked, opens it all the same: H2 lets no two have it.
 */
final class Turn implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Turn.class.getName());
  private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final int PAUSE_MILLIS = 50;

  /** A process's locks are one another's: only one thread of it may hold them. */
  private static final ReentrantLock OF_THIS_PROCESS = new ReentrantLock();

  private final @Nullable FileChannel channel;

  private Turn(@Nullable FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Waits for the turn.
   *
   * @param file the file whose lock stands for it, made if missing
   */
  static Turn await(Path file) {
    OF_THIS_PROCESS.lock();
    try {
      return new Turn(locked(file));
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "Opening without a turn", e);
      return new Turn(null);
    } catch (RuntimeException e) {
      OF_THIS_PROCESS.unlock();
      throw e;
    }
  }

  private static FileChannel locked(Path file) throws IOException {
    var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      var end = System.nanoTime() + LONGEST_NANOS;
      while (channel.tryLock() == null && System.nanoTime() < end) {
        Pause.upTo(PAUSE_MILLIS);
      }
      return channel;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  @Override
  public void close() {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "The end of a turn", e);
    } finally {
      OF_THIS_PROCESS.unlock();
    }
  }
}
