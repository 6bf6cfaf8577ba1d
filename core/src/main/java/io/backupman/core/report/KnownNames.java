package io.backupman.core.report;

import io.backupman.core.notifier.ConfiguredNotifier;
import io.backupman.core.notifier.Notifiers;
import io.backupman.core.problem.Nearest;
import io.backupman.core.problem.RequestProblem;
import io.backupman.notifier.spi.Destination;
import java.util.List;

/** Refuses names that are not configured, and says which ones are. */
final class KnownNames {
  private KnownNames() {}

  /** The notifiers of these names that are switched on; all of them if there are no names. */
  static List<ConfiguredNotifier> chosen(Notifiers notifiers, List<String> names) {
    var enabled = notifiers.enabled();
    if (names.isEmpty()) {
      return enabled;
    }
    var known = enabled.stream().map(ConfiguredNotifier::name).toList();
    for (var name : names) {
      if (!known.contains(name)) {
        throw RequestProblem.invalid(Nearest.unknown("switched-on notifier", name, known));
      }
    }
    return enabled.stream().filter(n -> names.contains(n.name())).toList();
  }

  /** Refuses a destination that none of these notifiers has. */
  static void requireDestination(String destination, List<ConfiguredNotifier> notifiers) {
    var known =
        notifiers.stream()
            .flatMap(n -> n.destinations().stream())
            .map(Destination::name)
            .distinct()
            .toList();
    if (!known.contains(destination)) {
      throw RequestProblem.invalid(Nearest.unknown("destination", destination, known));
    }
  }
}
