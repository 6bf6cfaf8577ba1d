package io.backupman.server.app;

import io.backupman.api.Build;
import io.backupman.core.mask.KnownSecrets;
import io.backupman.core.node.ThisNode;
import io.backupman.server.config.ConfigFile;
import io.backupman.server.config.notifier.HostFacts;
import io.backupman.server.config.notifier.Providers;
import io.backupman.server.plugin.PluginLoader;
import io.backupman.server.plugin.Plugins;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Where the configuration comes from, each time that it is read.
 *
 * @param file the file
 * @param env the environment, for <code>${NAME}</code>
 * @param build which program this is, as notifiers are told
 * @param clock the clock that notifiers are given
 * @param secrets is told of every secret
 */
public record ConfigSource(
    Path file, Map<String, String> env, Build build, Clock clock, KnownSecrets secrets) {

  /** Copies the environment. */
  public ConfigSource {
    env = Map.copyOf(env);
  }

  /**
   * Reads the configuration and loads its plugins.
   *
   * @throws io.backupman.server.config.problem.ConfigException with all problems, if there are any;
   *     nothing is left open
   */
  public ConfigurationWithPlugins load() {
    var plugins = new AtomicReference<@Nullable Plugins>();
    var host = new HostFacts(build.version(), ThisNode.hostName(), clock);
    try {
      var config = new ConfigFile(env, folder -> found(folder, plugins), host, secrets).load(file);
      return new ConfigurationWithPlugins(this, config, Objects.requireNonNull(plugins.get()));
    } catch (RuntimeException | Error e) {
      var open = plugins.get();
      if (open != null) {
        open.close();
      }
      throw e;
    }
  }

  private static Providers found(Path folder, AtomicReference<@Nullable Plugins> plugins) {
    var found = new PluginLoader(ProgramFolder.own().map(ProgramFolder::channels)).load(folder);
    plugins.set(found);
    return new Providers(
        found.providers(), found.files().stream().filter(file -> !file.loaded()).toList());
  }

  /** Says where, not what is in the environment. */
  @Override
  public String toString() {
    return "ConfigSource[" + file + "]";
  }
}
