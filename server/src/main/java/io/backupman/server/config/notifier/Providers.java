package io.backupman.server.config.notifier;

import io.backupman.core.notifier.PluginFile;
import io.backupman.server.plugin.LoadedProvider;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The providers that were found.
 *
 * @param byType each under its type
 * @param notLoaded what else is in the plugins folder, with the reasons
 */
public record Providers(Map<String, LoadedProvider> byType, List<PluginFile> notLoaded) {

  /** Copies the collections. */
  public Providers {
    byType = Map.copyOf(byType);
    notLoaded = List.copyOf(notLoaded);
  }

  /** These, and nothing that could not be loaded. */
  public Providers(Map<String, LoadedProvider> byType) {
    this(byType, List.of());
  }

  /** The one of a type. */
  Optional<LoadedProvider> find(String type) {
    return Optional.ofNullable(byType.get(type));
  }

  /** The types that there are. */
  Set<String> types() {
    return byType.keySet();
  }
}
