package io.backupman.server.command;

import io.backupman.server.app.Application;

/** Ties an application's end to the end of the program. */
final class Lifetime {
  private static final System.Logger LOG = System.getLogger(Lifetime.class.getName());

  private Lifetime() {}

  /**
   * Closes the application when the program ends: at its own end, by Ctrl-C, or by SIGTERM. The
   * program waits for that.
   */
  static void endWith(Application application) {
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .name("shutdown")
                .unstarted(
                    () -> {
                      LOG.log(System.Logger.Level.INFO, "Backupman stops.");
                      application.close();
                      LOG.log(System.Logger.Level.INFO, "Backupman has stopped.");
                    }));
  }
}
