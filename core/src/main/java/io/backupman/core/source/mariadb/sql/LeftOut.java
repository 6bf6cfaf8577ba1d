package io.backupman.core.source.mariadb.sql;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What of a script is left out of a verification, by its kind. For one thread. */
public final class LeftOut {
  private static final int MOST_NAMED = 5;

  private final Map<String, Set<String>> kinds = new LinkedHashMap<>();

  /**
   * Adds something.
   *
   * @param kind in words, such as {@code events}
   * @param name which; a character for each byte
   */
  public void add(String kind, String name) {
    kinds.computeIfAbsent(kind, any -> new LinkedHashSet<>()).add(readable(name));
  }

  /** Whether something of that name is left out. */
  public boolean hasName(String name) {
    return kinds.values().stream().anyMatch(names -> names.contains(readable(name)));
  }

  /** Names what of one kind was left out; none if nothing was. */
  public List<String> sentences(String kind) {
    var names = kinds.get(kind);
    return names == null ? List.of() : List.of("Not tried: " + kind + " (" + named(names) + ").");
  }

  /** Names all that was left out, in one sentence; none if nothing was. */
  public List<String> sentences() {
    return kinds.isEmpty()
        ? List.of()
        : List.of(
            kinds.entrySet().stream()
                .map(kind -> kind.getKey() + " (" + named(kind.getValue()) + ")")
                .collect(Collectors.joining("; ", "Not tried: ", ".")));
  }

  private static String named(Set<String> names) {
    var first = names.stream().limit(MOST_NAMED).collect(Collectors.joining(", "));
    int others = names.size() - MOST_NAMED;
    return others > 0 ? "%s and %s more".formatted(first, others) : first;
  }

  /** A name whose characters are the bytes of a script. */
  public static String readable(String name) {
    return new String(name.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }
}
