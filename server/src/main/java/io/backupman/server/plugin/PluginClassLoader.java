package io.backupman.server.plugin;

import java.net.URL;
import java.net.URLClassLoader;

/**
 * Sees the JDK, the notifier SPI and the plugin's own JARs, nothing else of the host: a plugin's
 * libraries never meet ours. Safe for use by several threads.
 */
class PluginClassLoader extends URLClassLoader {

  /** With its dot: a package that only begins like the SPI's belongs to the plugin. */
  private static final String SHARED = "io.backupman.notifier.spi.";

  static {
    registerAsParallelCapable();
  }

  private final ClassLoader host;

  PluginClassLoader(String name, URL[] jars, ClassLoader host) {
    super(name, jars, ClassLoader.getPlatformClassLoader());
    this.host = host;
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    // The host's, even if the plugin brings a copy: only then are the types the same.
    return name.startsWith(SHARED) ? host.loadClass(name) : super.loadClass(name, resolve);
  }
}
