package io.backupman.server.config;

import io.backupman.core.mask.Masker;
import io.backupman.core.notifier.ConfiguredNotifier;
import io.backupman.net.Network;
import io.backupman.server.config.problem.Problem;
import io.backupman.server.config.settings.Settings;
import java.util.List;

/**
 * A configuration without problems.
 *
 * @param settings what it says
 * @param network how connections are made
 * @param notifiers the notifiers, in the order of the file, also those that are switched off or not
 *     usable; whoever takes them closes them
 * @param masker hides all its secrets
 * @param notices what is no problem, but worth a line in the log
 * @param prints what its sections were
 */
public record LoadedConfig(
    Settings settings,
    Network network,
    List<ConfiguredNotifier> notifiers,
    Masker masker,
    List<Problem> notices,
    SectionPrints prints) {

  /** Copies the lists. */
  public LoadedConfig {
    notifiers = List.copyOf(notifiers);
    notices = List.copyOf(notices);
  }

  /**
   * The sections that are others in a newer configuration although a reload does not take them
   * over.
   */
  public List<String> needingRestart(LoadedConfig newer) {
    return prints.changed(newer.prints, List.of("notifiers", "plugins"));
  }
}
