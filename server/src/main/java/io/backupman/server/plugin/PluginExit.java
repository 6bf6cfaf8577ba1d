package io.backupman.server.plugin;

/**
 * A plugin asked to end the process. An error rather than an exception: few plugins catch that, and
 * what follows the end of the process was not written to be run.
 */
final class PluginExit extends Error {
  private static final long serialVersionUID = 1L;

  PluginExit(String call) {
    super("it called " + call + ", which would end Backupman");
  }
}
