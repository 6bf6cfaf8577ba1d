package io.backupman.core.notifier;

import io.backupman.notifier.spi.BackupStatus;
import java.util.ArrayList;
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

  /** Those that are switched on. */
  public List<ConfiguredNotifier> enabled() {
    return all.stream().filter(ConfiguredNotifier::enabled).toList();
  }

  /**
   * Where the report of a backup goes. A notifier that is switched on but could not be made is one
   * target without a destination's name: its destinations are asked for once it is there.
   */
  public List<Target> targets(BackupStatus status, String label) {
    var targets = new ArrayList<Target>();
    for (var notifier : enabled()) {
      if (!notifier.subscription().wants(status, label)) {
        continue;
      }
      if (notifier.destinations().isEmpty()) {
        targets.add(new Target(notifier.name(), Optional.empty()));
      }
      notifier.destinations().stream()
          .filter(d -> d.subscription().wants(status, label))
          .forEach(d -> targets.add(new Target(notifier.name(), Optional.of(d.name()))));
    }
    return targets;
  }

  /**
   * Where a report goes.
   *
   * @param notifier the notifier's name
   * @param destination the destination's name; empty stands for all of the notifier's
   */
  public record Target(String notifier, Optional<String> destination) {}
}
