package io.backupman.core.store.engine;

import java.util.concurrent.ThreadLocalRandom;

/** Waits a moment before something is tried again. */
public final class Pause {
  private Pause() {}

  /** Waits for a random time, so that those who got into each other's way do not do so again. */
  public static void upTo(int millis) {
    try {
      Thread.sleep(ThreadLocalRandom.current().nextInt(1, millis));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException("Waiting for the database was interrupted.", e);
    }
  }
}
