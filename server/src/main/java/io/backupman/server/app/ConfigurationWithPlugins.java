package io.backupman.server.app;

import io.backupman.core.notifier.Notifiers;
import io.backupman.server.config.LoadedConfig;
import io.backupman.server.plugin.Plugins;

/**
 * A configuration with the plugins that its notifiers come from. Whoever loads it closes it.
 *
 * @param source where it was read from
 * @param config the configuration
 * @param plugins the plugins
 */
public record ConfigurationWithPlugins(ConfigSource source, LoadedConfig config, Plugins plugins)
    implements AutoCloseable {

  /** Logs what is no problem, but worth a line. */
  public ConfigurationWithPlugins {
    var log = System.getLogger(ConfigurationWithPlugins.class.getName());
    config.notices().forEach(notice -> log.log(System.Logger.Level.WARNING, "{0}", notice));
  }

  /** The notifiers and the plugins that were found. */
  public Notifiers notifiers() {
    return new Notifiers(config.notifiers(), plugins.files());
  }

  /** Closes the notifiers and then the plugins that made them. */
  @Override
  public void close() {
    plugins.close();
  }
}
