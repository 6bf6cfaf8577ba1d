package io.backupman.server.app;

import io.backupman.api.Build;
import io.backupman.core.node.ThisNode;
import io.backupman.core.notifier.ConfiguredNotifier;
import io.backupman.core.notifier.Notifiers;
import io.backupman.server.config.AvailableProvider;
import io.backupman.server.config.ConfigFile;
import io.backupman.server.config.Host;
import io.backupman.server.config.LoadedConfig;
import io.backupman.server.config.Providers;
import io.backupman.server.plugin.PluginLoader;
import io.backupman.server.plugin.Plugins;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A configuration with the plugins that its notifiers come from. Whoever loads it closes it.
 *
 * @param config the configuration
 * @param plugins the plugins
 */
public record Loaded(LoadedConfig config, Plugins plugins) implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Loaded.class.getName());

  /**
   * Reads a configuration and loads its plugins.
   *
   * @throws io.backupman.server.config.ConfigException with all problems, if there are any
   */
  public static Loaded from(Path file, Map<String, String> env, Build build, Clock clock) {
    var plugins = new AtomicReference<@Nullable Plugins>();
    var host = new Host(build.version(), ThisNode.hostName(), clock);
    try {
      var config =
          new ConfigFile(
                  env,
                  folder -> {
                    var found = new PluginLoader().load(folder);
                    plugins.set(found);
                    return providers(found);
                  },
                  host)
              .load(file);
      config.notices().forEach(n -> LOG.log(System.Logger.Level.WARNING, "{0}", n));
      return new Loaded(config, Objects.requireNonNull(plugins.get()));
    } catch (RuntimeException e) {
      var open = plugins.get();
      if (open != null) {
        open.close();
      }
      throw e;
    }
  }

  private static Providers providers(Plugins plugins) {
    return new Providers(
        plugins.types().stream()
            .collect(
                Collectors.toMap(
                    type -> type,
                    type -> {
                      var loaded = plugins.provider(type).orElseThrow();
                      return new AvailableProvider(loaded.provider(), loaded.source());
                    })));
  }

  /** The notifiers and the plugins that were found. */
  public Notifiers notifiers() {
    return new Notifiers(config.notifiers(), plugins.files());
  }

  @Override
  public void close() {
    config.notifiers().forEach(Loaded::close);
    plugins.close();
  }

  private static void close(ConfiguredNotifier configured) {
    var notifier = configured.notifier();
    if (notifier == null) {
      return;
    }
    try {
      notifier.close();
    } catch (RuntimeException e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "The notifier \"" + configured.name() + "\" could not be closed.",
          e);
    }
  }
}
