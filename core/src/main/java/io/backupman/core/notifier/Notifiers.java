package io.backupman.core.notifier;

import io.backupman.notifier.spi.BackupStatus;
import io.backupman.notifier.spi.Notification;
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

  /** The notifier of this name, if it is switched on. */
  public Optional<ConfiguredNotifier> findEnabled(String name) {
    return find(name).filter(ConfiguredNotifier::enabled);
  }

  /** Where the report of a backup that has ended goes. */
  public List<Target> targets(BackupStatus status, String label) {
    return targets(Notification.BACKUP_REPORT, status, label);
  }

  /**
   * Where an event of a backup goes: to whoever wants the event and has subscribed to the status
   * and the label. A notifier that is switched on but could not be made is one target without a
   * destination's name: its destinations are asked for once it is there.
   */
  public List<Target> targets(String event, BackupStatus status, String label) {
    return enabled().stream()
        .filter(n -> n.wants(event))
        .flatMap(n -> n.targets(status, label).stream())
        .toList();
  }

  /**
   * Where an event goes that is about a data source, but no backup of it: to whoever wants it and
   * has subscribed to the label.
   */
  public List<Target> targetsOf(String event, String label) {
    return enabled().stream()
        .filter(n -> n.wants(event))
        .flatMap(n -> n.targetsOf(label).stream())
        .toList();
  }

  /**
   * Where a report goes.
   *
   * @param notifier the notifier's name
   * @param destination the destination's name; empty stands for all of the notifier's
   */
  public record Target(String notifier, Optional<String> destination) {}
}
