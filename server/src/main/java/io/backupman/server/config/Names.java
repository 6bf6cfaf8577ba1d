package io.backupman.server.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Names that must differ from each other. Not safe for use by several threads. */
final class Names {
  private final Map<String, String> pathOf = new LinkedHashMap<>();

  /** Reads a name that must be there; notes a problem if it is taken. Empty if it is missing. */
  String read(Section section, String key) {
    var name = section.name(key);
    if (name.isEmpty()) {
      return name;
    }
    var earlier = pathOf.putIfAbsent(name, section.path(key));
    if (earlier != null && !earlier.equals(section.path(key))) {
      section.reject(key, "is the same as " + earlier + "; choose another, each must be unique");
    }
    return name;
  }

  /** All that were read. */
  Set<String> all() {
    return pathOf.keySet();
  }
}
