package io.backupman.server.config.yaml;

import java.util.HashMap;
import java.util.Map;

/** In which order the paths stand in the file. Helidon's nodes do not keep it. */
public final class KeyOrder {
  private final Map<String, Integer> places = new HashMap<>();

  /** Puts a path after all others. */
  void add(String path) {
    places.putIfAbsent(path, places.size() + 1);
  }

  /** The place of a path, or of the section that it would be in; 0 for the file as a whole. */
  public int of(String path) {
    var at = path;
    while (!at.isEmpty()) {
      var place = places.get(at);
      if (place != null) {
        return place;
      }
      at = at.substring(0, Math.max(0, Math.max(at.lastIndexOf('.'), at.lastIndexOf('['))));
    }
    return 0;
  }
}
