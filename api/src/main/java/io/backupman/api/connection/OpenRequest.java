package io.backupman.api.connection;

import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** A request that is being read or answered. Either it finishes or it expires, never both. */
final class OpenRequest {
  private final Thread thread;
  private @Nullable Future<?> expiry;
  private boolean over;

  OpenRequest(Thread thread) {
    this.thread = thread;
  }

  Thread thread() {
    return thread;
  }

  synchronized void endedBy(Future<?> scheduled) {
    if (expiry != null) {
      expiry.cancel(false);
    }
    expiry = scheduled;
  }

  synchronized void expire() {
    if (!over) {
      over = true;
      thread.interrupt();
    }
  }

  synchronized void finish() {
    over = true;
    if (expiry != null) {
      expiry.cancel(false);
    }
  }
}
