package io.backupman.server.config.notifier;

import io.backupman.core.notifier.PluginFile;
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
public record Providers(Map<String, AvailableProvider> byType, List<PluginFile> notLoaded) {

  /** Copies the collections. */
  public Providers {
    byType = Map.copyOf(byType);
    notLoaded = List.copyOf(notLoaded);
  }

  /** These, and nothing that could not be loaded. */
  public Providers(Map<String, AvailableProvider> byType) {
    this(byType, List.of());
  }

  /** The one of a type. */
  Optional<AvailableProvider> find(String type) {
    return Optional.ofNullable(byType.get(type));
  }

  /** The types that there are. */
  Set<String> types() {
    return byType.keySet();
  }
}
