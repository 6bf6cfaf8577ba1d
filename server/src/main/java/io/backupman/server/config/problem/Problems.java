package io.backupman.server.config.problem;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/**
 * Collects problems. The first one of a path counts: what follows at the same place is only its
 * consequence. Not safe for use by several threads.
 */
public final class Problems {
  private final Map<String, Problem> byPath = new LinkedHashMap<>();

  public void add(String path, String sentence) {
    byPath.putIfAbsent(path, new Problem(path, sentence));
  }

  public void addAll(Problems others) {
    others.byPath.forEach(byPath::putIfAbsent);
  }

  /** Takes one back that turned out to be the consequence of another. */
  public void remove(String path) {
    byPath.remove(path);
  }

  public boolean isEmpty() {
    return byPath.isEmpty();
  }

  /** All of them, sorted by where their paths are in the file. */
  public List<Problem> sorted(ToIntFunction<String> place) {
    return byPath.values().stream()
        .sorted(Comparator.comparingInt(problem -> place.applyAsInt(problem.path())))
        .toList();
  }
}
