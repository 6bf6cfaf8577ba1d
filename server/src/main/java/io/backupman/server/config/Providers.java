package io.backupman.server.config;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The providers that were found.
 *
 * @param byType each under its type
 */
public record Providers(Map<String, AvailableProvider> byType) {

  /** Copies the map. */
  public Providers {
    byType = Map.copyOf(byType);
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
