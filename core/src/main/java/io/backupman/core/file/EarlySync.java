package io.backupman.core.file;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Makes a file lasting in a thread of its own while more is written to it, so that at its end
 * little is left to wait for. For one thread.
 */
final class EarlySync {
  private static final long STEP_BYTES = 32L * 1024 * 1024;

  private final Path file;
  private long unsynced;
  private @Nullable Thread syncing;
  private volatile @Nullable IOException failure;

  EarlySync(Path file) {
    this.file = file;
  }

  /**
   * Tells that more was written.
   *
   * @throws IOException if what was written before could not be made lasting
   */
  void written(long bytes) throws IOException {
    unsynced += bytes;
    if (unsynced >= STEP_BYTES && (syncing == null || !syncing.isAlive())) {
      ensureSuccess();
      unsynced = 0;
      syncing = Thread.ofPlatform().daemon().name("file-sync").start(this::sync);
    }
  }

  /** By a channel of its own: whoever closes that of the writer need not wait. */
  private void sync() {
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(false);
    } catch (IOException e) {
      failure = e;
    }
  }

  /**
   * Waits until nothing is under way.
   *
   * @throws IOException if anything could not be made lasting: a system may tell so only once
   */
  void end() throws IOException {
    if (syncing != null) {
      try {
        syncing.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        var interrupted = new ClosedByInterruptException();
        interrupted.initCause(e);
        throw interrupted;
      }
    }
    ensureSuccess();
  }

  private void ensureSuccess() throws IOException {
    var cause = failure;
    if (cause != null) {
      throw cause;
    }
  }
}
