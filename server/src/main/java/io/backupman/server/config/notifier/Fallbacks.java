package io.backupman.server.config.notifier;

import io.backupman.core.request.NearestWord;
import io.backupman.server.config.problem.Quotes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checks the key {@code fallback} of the notifiers: it names one, and each chain has an end. */
final class Fallbacks {
  private static final String KEY = "fallback";

  private final Map<String, NotifierSection> byName = new LinkedHashMap<>();

  Fallbacks(List<NotifierSection> sections) {
    sections.forEach(section -> byName.put(section.name(), section));
  }

  /** Notes what is wrong with them. */
  void check() {
    byName.values().forEach(n -> of(n.name()).ifPresent(fallback -> check(n, fallback)));
  }

  private void check(NotifierSection notifier, String fallback) {
    var found = byName.get(fallback);
    if (found == null) {
      var others = byName.keySet().stream().filter(n -> !n.equals(notifier.name())).toList();
      reject(
          notifier,
          Quotes.of(fallback)
              + " is not the name of a notifier"
              + NearestWord.hint(fallback, others));
    } else if (fallback.equals(notifier.name())) {
      reject(notifier, "must name another notifier, not this one itself");
    } else if (notifier.enabled() && !found.enabled()) {
      reject(notifier, Quotes.of(fallback) + " is not switched on; set its \"enabled\" to true");
    } else {
      checkChain(notifier);
    }
  }

  /** A cycle is one problem: that of the notifier in it that stands first. */
  private void checkChain(NotifierSection start) {
    var chain = new ArrayList<String>();
    var next = Optional.of(start.name());
    while (next.isPresent() && !chain.contains(next.get())) {
      chain.add(next.get());
      next = of(next.get());
    }
    var closed = next.equals(Optional.of(start.name()));
    if (closed && byName.keySet().stream().filter(chain::contains).findFirst().equals(next)) {
      chain.add(start.name());
      reject(start, "leads back to this notifier: " + String.join(" → ", chain));
    }
  }

  private Optional<String> of(String name) {
    return Optional.ofNullable(byName.get(name)).map(NotifierSection::fallback);
  }

  private static void reject(NotifierSection notifier, String problem) {
    notifier.section().reject(KEY, problem);
  }
}
