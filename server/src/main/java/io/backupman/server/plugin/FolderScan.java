package io.backupman.server.plugin;

import io.backupman.core.notifier.ConfiguredNotifier;
import io.backupman.core.notifier.PluginFile;
import io.backupman.notifier.spi.NotifierProvider;
import java.io.Closeable;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;

/** Collects what one look at the plugins folder finds. For one thread and one use. */
final class FolderScan {
  private static final Logger LOG = System.getLogger(PluginLoader.class.getName());

  private final Deadline deadline;
  private final ClassLoader host;
  private final Map<String, LoadedProvider> providers = new LinkedHashMap<>();
  private final List<PluginFile> files = new ArrayList<>();
  private final List<Closeable> loaders = new ArrayList<>();

  FolderScan(Deadline deadline, ClassLoader host) {
    this.deadline = deadline;
    this.host = host;
  }

  /** Adds the providers of the class path. */
  void addBuiltIn() {
    for (var provider : ServiceLoader.load(NotifierProvider.class, host)) {
      put(provider.type(), provider, ConfiguredNotifier.BUILT_IN, host);
    }
  }

  /** Adds a plugin as a whole, or notes why not. */
  void add(PluginSource source) {
    try {
      var urls = deadline.run(source.name(), host, source::jars);
      add(source.name(), new PluginClassLoader(source.name(), urls, host));
    } catch (PluginRejected rejected) {
      reject(source.name(), rejected.reason(), rejected);
    }
  }

  private void add(String name, PluginClassLoader loader) {
    try {
      var found = deadline.run(name, loader, () -> ProviderScan.of(loader));
      found.keySet().forEach(type -> ensureFree(type, name));
      found.forEach((type, provider) -> put(type, provider, name, loader));
      loaders.add(loader);
      files.add(new PluginFile(name, true, List.copyOf(found.keySet()), ""));
    } catch (PluginRejected rejected) {
      close(loader, rejected);
      throw rejected;
    }
  }

  private void put(String type, NotifierProvider provider, String source, ClassLoader loader) {
    var isolated = new IsolatedProvider(type, provider, source, loader);
    providers.put(type, new LoadedProvider(isolated, source, loader));
  }

  private void ensureFree(String type, String name) {
    var holder = providers.get(type);
    if (holder == null) {
      return;
    }
    if (holder.source().equals(ConfiguredNotifier.BUILT_IN)) {
      throw new PluginRejected(
          "It names the type \"" + type + "\", which is built in; choose another type.");
    }
    throw new PluginRejected(
        "It names the type \"%s\", which %s has already; remove %s or %s."
            .formatted(type, holder.source(), holder.source(), name));
  }

  private static void close(Closeable loader, PluginRejected rejected) {
    try {
      loader.close();
    } catch (IOException too) {
      rejected.addSuppressed(too);
    }
  }

  /** Notes a plugin that cannot be used. */
  void reject(String name, String reason, Throwable cause) {
    LOG.log(Level.ERROR, "The plugin " + name + " was not loaded. " + reason, cause);
    files.add(new PluginFile(name, false, List.of(), reason));
  }

  Plugins plugins() {
    return new Plugins(providers, files, loaders);
  }
}
