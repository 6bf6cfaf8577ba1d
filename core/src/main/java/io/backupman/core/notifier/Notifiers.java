package io.backupman.core.notifier;

import java.util.List;
import java.util.Optional;

/**
 * The notifiers of the configuration, in its order, and the plugins that were found. Immutable.
 *
 * @param all the notifiers, also those that are switched off or not usable
 * @param plugins the files of the plugins folder
 */
public record Notifiers(List<ConfiguredNotifier> all, List<PluginFile> plugins) {

  /** No notifiers. */
  public static final Notifiers NONE = new Notifiers(List.of(), List.of());

  /** Copies the lists. */
  public Notifiers {
    all = List.copyOf(all);
    plugins = List.copyOf(plugins);
  }

  /** The notifier of this name. */
  public Optional<ConfiguredNotifier> find(String name) {
    return all.stream().filter(n -> n.name().equals(name)).findFirst();
  }

  /** The notifiers that are switched on. */
  public List<ConfiguredNotifier> enabled() {
    return all.stream().filter(ConfiguredNotifier::enabled).toList();
  }

  /** The notifier of this name, if it is switched on. */
  public Optional<ConfiguredNotifier> findEnabled(String name) {
    return find(name).filter(ConfiguredNotifier::enabled);
  }
}
