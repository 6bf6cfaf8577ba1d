package io.backupman.notifier.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;

/** The lock on a whole file, against other processes. */
final class ExclusiveLock implements AutoCloseable {
  private static final long PAUSE_MILLIS = 2;

  private final FileLock lock;

  private ExclusiveLock(FileLock lock) {
    this.lock = lock;
  }

  /**
   * Waits for the lock.
   *
   * @throws InterruptedException if the thread was interrupted meanwhile
   */
  static ExclusiveLock on(FileChannel channel) throws IOException, InterruptedException {
    while (true) {
      try {
        return new ExclusiveLock(channel.lock());
      } catch (OverlappingFileLockException anotherThread) {
        // Only where another copy of this plugin is loaded, such as the old one during a reload.
        Thread.sleep(PAUSE_MILLIS);
      }
    }
  }

  /** Fails if the lock was lost. */
  void ensureHeld() throws IOException {
    if (!lock.isValid()) {
      throw new IOException("the lock on the file was lost");
    }
  }

  @Override
  public void close() throws IOException {
    if (lock.channel().isOpen()) {
      lock.release();
    }
  }
}
