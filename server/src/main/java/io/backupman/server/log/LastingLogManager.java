package io.backupman.server.log;

import java.util.logging.LogManager;

/**
 * Keeps writing while the program ends. The platform's own takes all handlers away as soon as the
 * end begins, and with them every line about how running work was ended.
 */
public final class LastingLogManager extends LogManager {

  /** Made by the platform, from the system property {@code java.util.logging.manager}. */
  public LastingLogManager() {}

  @Override
  public void reset() {
    // By the platform's shutdown hook, and before the first handler is there.
  }
}
