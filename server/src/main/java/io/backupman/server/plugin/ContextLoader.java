package io.backupman.server.plugin;

/**
 * Runs a plugin's code with its class loader as the thread's context class loader, where many
 * libraries look for their parts.
 *
 * @param loader the plugin's
 */
record ContextLoader(ClassLoader loader) {

  /** Code of a plugin: it may throw anything, declared or not. */
  @FunctionalInterface
  interface Code<T> {
    T run() throws Throwable;
  }

  /** Runs a call under a plugin's loader, and puts the thread's own back. */
  <T> T call(Code<T> code) throws Throwable {
    var thread = Thread.currentThread();
    var before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader);
    try {
      return code.run();
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
