package io.backupman.server.config.section;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Names that must differ from each other: not blank, at most 200 characters, none of them
 * invisible. Not safe for use by several threads.
 */
public final class Names {
  private static final int LONGEST = 200;

  private final Map<String, String> pathOf = new LinkedHashMap<>();

  /** Reads a name that must be there; notes a problem if it is taken. Empty if it is missing. */
  public String read(Section section, String key) {
    var name = name(section, key);
    if (name.isEmpty()) {
      return name;
    }
    var earlier = pathOf.putIfAbsent(name, section.path(key));
    if (earlier != null && !earlier.equals(section.path(key))) {
      section.reject(key, "is the same as " + earlier + "; choose another, each must be unique");
    }
    return name;
  }

  private static String name(Section section, String key) {
    var name = section.require(key);
    if (name.length() > LONGEST) {
      section.reject(key, "is longer than " + LONGEST + " characters");
    } else if (name.chars().anyMatch(Character::isISOControl)) {
      section.reject(key, "has a line break or another control character in it");
    }
    return name;
  }

  /** All that were read. */
  public Set<String> all() {
    return pathOf.keySet();
  }
}
