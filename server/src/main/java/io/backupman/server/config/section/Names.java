package io.backupman.server.config.section;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Names that must differ from each other: not blank, of some characters at most, none of them
 * invisible. Not safe for use by several threads.
 */
public final class Names {
  private static final int LONGEST = 200;

  private final int longest;
  private final Map<String, String> pathOf = new LinkedHashMap<>();

  /** Names of 200 characters at most. */
  public Names() {
    this(LONGEST);
  }

  /** Names of so many characters at most. */
  public Names(int longest) {
    this.longest = longest;
  }

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

  private String name(Section section, String key) {
    var name = section.require(key);
    if (name.length() > longest) {
      section.reject(key, "is longer than " + longest + " characters");
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
