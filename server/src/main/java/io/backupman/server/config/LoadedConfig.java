package io.backupman.server.config;

import io.backupman.core.mask.Masker;
import io.backupman.core.notifier.ConfiguredNotifier;
import java.util.List;

/**
 * A configuration without problems.
 *
 * @param settings what it says
 * @param notifiers the notifiers, in the order of the file, also those that are switched off or not
 *     usable; whoever takes them closes them
 * @param masker hides all its secrets
 * @param notices what is no problem, but worth a line in the log
 */
public record LoadedConfig(
    Settings settings, List<ConfiguredNotifier> notifiers, Masker masker, List<Problem> notices) {

  /** Copies the lists. */
  public LoadedConfig {
    notifiers = List.copyOf(notifiers);
    notices = List.copyOf(notices);
  }
}
