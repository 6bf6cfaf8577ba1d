package io.backupman.server.config;

import java.util.HashMap;
import java.util.Map;

/** Where in the file each path stands. */
final class Places {
  private final Map<String, Integer> lines = new HashMap<>();

  /**
   * @param line counted from 1
   */
  void put(String path, int line) {
    lines.putIfAbsent(path, line);
  }

  /** The line of a path, or of the section that it would be in; 0 for the file as a whole. */
  int line(String path) {
    var at = path;
    while (!at.isEmpty()) {
      var line = lines.get(at);
      if (line != null) {
        return line;
      }
      at = at.substring(0, Math.max(0, Math.max(at.lastIndexOf('.'), at.lastIndexOf('['))));
    }
    return 0;
  }
}
