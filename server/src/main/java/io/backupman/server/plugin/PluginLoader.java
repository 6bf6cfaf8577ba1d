package io.backupman.server.plugin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Finds the notifier providers. A plugin that cannot be used is logged once as an error, listed
 * with the reason, and harms nothing else. Safe for use by several threads.
 */
public final class PluginLoader {
  private static final Duration DEFAULT_LIMIT = Duration.ofSeconds(10);

  private final Duration limit;
  private final Path temporary;
  private final ClassLoader host;
  private final Optional<Path> channels;

  /** A loader that gives each plugin 10 seconds to load. */
  public PluginLoader() {
    this(Optional.empty());
  }

  /**
   * A loader that gives each plugin 10 seconds to load.
   *
   * @param channels the folder with the plugins that the program itself brings
   */
  public PluginLoader(Optional<Path> channels) {
    this(DEFAULT_LIMIT, Path.of(System.getProperty("java.io.tmpdir")), channels);
  }

  PluginLoader(Duration limit, Path temporary) {
    this(limit, temporary, Optional.empty());
  }

  private PluginLoader(Duration limit, Path temporary, Optional<Path> channels) {
    this.channels = channels;
    this.limit = limit;
    this.temporary = temporary;
    this.host = PluginLoader.class.getClassLoader();
  }

  /**
   * Loads the built-in providers, then the plugins that the program brings, then each JAR and each
   * sub-folder of JARs in the folder, sorted by name. No folder is no plugins.
   *
   * @throws java.util.ServiceConfigurationError if a built-in provider is broken, which only a
   *     broken build can be
   */
  public Plugins load(Path folder) {
    var scan = new FolderScan(limit, host, new PrivateCopies(temporary));
    scan.addBuiltIn();
    channels.ifPresent(shipped -> addAll(shipped, scan, scan::addShipped));
    addAll(folder, scan, scan::add);
    return scan.plugins();
  }

  private static void addAll(Path folder, FolderScan scan, Consumer<PluginSource> add) {
    try {
      PluginSource.in(folder).forEach(add);
    } catch (IOException | UncheckedIOException unreadable) {
      scan.reject(
          folder.toString(), "The plugins folder cannot be read: " + unreadable, unreadable);
    }
  }
}
