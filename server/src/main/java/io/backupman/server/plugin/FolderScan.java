package io.backupman.server.plugin;

import io.backupman.core.notifier.ConfiguredNotifier;
import io.backupman.core.notifier.PluginFile;
import io.backupman.notifier.spi.NotifierProvider;
import java.io.Closeable;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/** Collects what one look at the plugins folder finds. For one thread and one use. */
final class FolderScan {
  private static final Logger LOG = System.getLogger(PluginLoader.class.getName());

  private final Duration limit;
  private final ClassLoader host;
  private final PrivateCopies copies;
  private final MadeNotifiers made = new MadeNotifiers();
  private final Map<String, LoadedProvider> providers = new LinkedHashMap<>();
  private final Set<String> shipped = new HashSet<>();
  private final List<PluginFile> files = new ArrayList<>();
  private final List<Closeable> loaders = new ArrayList<>();

  FolderScan(Duration limit, ClassLoader host, PrivateCopies copies) {
    this.limit = limit;
    this.host = host;
    this.copies = copies;
  }

  /** Adds the providers of the class path. */
  void addBuiltIn() {
    for (var provider : ServiceLoader.load(NotifierProvider.class, host)) {
      put(provider.type(), provider, ConfiguredNotifier.BUILT_IN, host);
    }
  }

  /** Adds a plugin that the program brings; it belongs to a build, which is never changed. */
  void addShipped(PluginSource source) {
    shipped.add(source.name());
    try {
      add(source.name(), new PluginClassLoader(source.name(), source.originals(), host));
    } catch (PluginRejected rejected) {
      reject(source.name(), rejected.reason(), rejected);
    }
  }

  /** Adds a plugin as a whole, or notes why not. */
  void add(PluginSource source) {
    if (shipped.contains(source.name())) {
      leaveOut(source.name());
      return;
    }
    try {
      var urls = within(source.name(), host, () -> source.jars(copies));
      add(source.name(), new GuardedClassLoader(source.name(), urls, host));
    } catch (PluginRejected rejected) {
      reject(source.name(), rejected.reason(), rejected);
    } catch (IOException unreadable) {
      reject(source.name(), "It cannot be read: " + unreadable.getMessage(), unreadable);
    }
  }

  private void add(String name, PluginClassLoader loader) {
    try {
      var found = within(name, loader, () -> ProviderScan.of(loader));
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
    var isolated = new IsolatedProvider(type, provider, source, loader, made);
    providers.put(type, new LoadedProvider(isolated, source));
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
    if (shipped.contains(holder.source())) {
      throw new PluginRejected(
          "It names the type \"%s\", which Backupman brings itself (%s); choose another type."
              .formatted(type, holder.source()));
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

  /** Notes a copy of what the program brings: it would be another version after the next build. */
  private void leaveOut(String name) {
    var reason = "Backupman brings this channel itself; this file is not used and can be removed.";
    LOG.log(Level.INFO, "The plugin {0} was left out. {1}", name, reason);
    files.add(new PluginFile(name, false, List.of(), reason));
  }

  /** Notes a plugin that cannot be used. */
  void reject(String name, String reason, Throwable cause) {
    // The reason is for whoever put it there, the causes are for whoever wrote it.
    LOG.log(Level.ERROR, "The plugin {0} was not loaded. {1}", name, reason);
    LOG.log(Level.DEBUG, "The plugin " + name + " was not loaded.", cause);
    files.add(new PluginFile(name, false, List.of(), reason));
  }

  /**
   * Runs code of a plugin.
   *
   * @throws PluginRejected if it failed, in whatever way, or did not end in time
   */
  private <T> T within(String name, ClassLoader loader, Callable<T> code) {
    try {
      return PluginCall.start("plugin " + name, loader, code).await(limit);
    } catch (ExecutionException failed) {
      var cause = failed.getCause() == null ? failed : failed.getCause();
      throw cause instanceof PluginRejected rejected
          ? rejected
          : new PluginRejected(Reason.of(cause), cause);
    } catch (TimeoutException late) {
      throw new PluginRejected(
          "It did not load within %s s: a constructor or a static block in it does not return."
              .formatted(limit.toSeconds()),
          late);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new PluginRejected("Loading it was interrupted.", stopped);
    }
  }

  Plugins plugins() {
    // The copies last: a class loader reads them until it is closed.
    var closing = new ArrayList<Closeable>(loaders);
    closing.add(copies);
    return new Plugins(providers, files, made, closing);
  }
}
