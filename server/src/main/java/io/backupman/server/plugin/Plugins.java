package io.backupman.server.plugin;

import io.backupman.core.notifier.PluginFile;
import java.io.Closeable;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.TreeMap;

/**
 * The providers that were found, by type, and what became of each file in the plugins folder.
 * Immutable but for {@link #close}.
 */
public final class Plugins implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Plugins.class.getName());

  private final SequencedMap<String, LoadedProvider> providers;
  private final List<PluginFile> files;
  private final List<? extends Closeable> loaders;

  Plugins(
      Map<String, LoadedProvider> providers,
      List<PluginFile> files,
      List<? extends Closeable> loaders) {
    this.providers = Collections.unmodifiableSequencedMap(new TreeMap<>(providers));
    this.files = List.copyOf(files);
    this.loaders = List.copyOf(loaders);
  }

  /** The provider of a type, built in or from a plugin. */
  public Optional<LoadedProvider> provider(String type) {
    return Optional.ofNullable(providers.get(type));
  }

  /** Every type there is, sorted. */
  public SequencedSet<String> types() {
    return providers.sequencedKeySet();
  }

  /** The JARs and folders of the plugins folder, sorted by name, also those not loaded. */
  public List<PluginFile> files() {
    return files;
  }

  /**
   * Closes the plugins' class loaders. Every notifier made by a provider is to be closed before,
   * because a class that it has not used yet could not be loaded any more.
   */
  @Override
  public void close() {
    for (var loader : loaders) {
      try {
        loader.close();
      } catch (IOException failed) {
        LOG.log(Level.WARNING, "The plugin loader " + loader + " could not be closed.", failed);
      }
    }
  }
}
