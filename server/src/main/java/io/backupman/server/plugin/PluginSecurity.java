package io.backupman.server.plugin;

import java.security.Provider;
import java.security.Security;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The security providers that plugins have added. The JDK knows one of each name: of several, the
 * newest counts, since a reload loads the new plugin before it closes the old one; when the newest
 * goes with its plugin, the one before it comes back. Safe for use by several threads.
 */
final class PluginSecurity {
  /** In the order in which they were added. */
  private static final List<Provider> ADDED = new ArrayList<>();

  private PluginSecurity() {}

  /** Adds a provider as the last one; -1 if the JDK or the same plugin has one of its name. */
  static synchronized int add(Provider provider) {
    var there = Security.getProvider(provider.getName());
    if (there != null) {
      if (isOfOne(there, provider) || !(loader(there) instanceof GuardedClassLoader)) {
        return -1;
      }
      Security.removeProvider(there.getName());
    }
    ADDED.add(provider);
    return Security.addProvider(provider);
  }

  /** Removes a provider that was added. */
  static synchronized void remove(Provider provider) {
    var name = provider.getName();
    ADDED.removeIf(added -> added.getName().equals(name) && isOfOne(added, provider));
    Security.removeProvider(name);
    ADDED.reversed().stream()
        .filter(added -> added.getName().equals(name))
        .findFirst()
        .ifPresent(Security::addProvider);
  }

  /** Removes all of a plugin. */
  static synchronized void removeAll(GuardedClassLoader plugin) {
    ADDED.removeIf(added -> plugin.equals(loader(added)));
    Arrays.stream(Security.getProviders())
        .filter(provider -> plugin.equals(loader(provider)))
        .forEach(PluginSecurity::remove);
  }

  private static boolean isOfOne(Provider one, Provider other) {
    return Objects.equals(loader(one), loader(other));
  }

  private static @Nullable ClassLoader loader(Provider provider) {
    return provider.getClass().getClassLoader();
  }
}
