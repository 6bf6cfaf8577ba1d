package io.backupman.notifier.testkit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A section of the configuration with one thing wrong in it.
 *
 * @param what which key, and what is wrong with it
 * @param values the section
 */
record BadSettings(String what, Map<String, Object> values) {
  private static final List<Object> ODD =
      List.of(
          " ",
          -1,
          "::none of it::",
          "line\r\nX-Evil: 1",
          "\u0000",
          "ü😀".repeat(200),
          "https://exa mple.com:99999/",
          List.of(),
          List.of("a", "a"),
          Map.of());

  /** Everything that can be missing or odd in a section, one at a time, and nothing at all. */
  static List<BadSettings> of(Map<String, ?> settings) {
    var variants = new ArrayList<BadSettings>();
    variants.add(new BadSettings("nothing at all", Map.of()));
    settings.forEach((key, value) -> variants.addAll(of(settings, key, value)));
    return variants;
  }

  private static List<BadSettings> of(Map<String, ?> section, String key, Object value) {
    var variants = new ArrayList<BadSettings>();
    var without = new LinkedHashMap<String, Object>(section);
    without.remove(key);
    variants.add(new BadSettings(key + " is missing", without));
    for (var odd : ODD) {
      variants.add(with(section, key, odd, key + " is " + shown(odd)));
    }
    if (value instanceof Map<?, ?> inner) {
      for (var bad : of(named(inner))) {
        variants.add(with(section, key, bad.values(), key + "." + bad.what()));
      }
    } else if (value instanceof List<?> items) {
      variants.addAll(items(section, key, items));
    }
    return variants;
  }

  private static List<BadSettings> items(Map<String, ?> section, String key, List<?> items) {
    var variants = new ArrayList<BadSettings>();
    for (var i = 0; i < items.size(); i++) {
      if (items.get(i) instanceof Map<?, ?> item) {
        for (var bad : of(named(item))) {
          var copy = new ArrayList<Object>(items);
          copy.set(i, bad.values());
          variants.add(with(section, key, copy, key + "[" + i + "]." + bad.what()));
        }
      }
    }
    if (!items.isEmpty()) {
      var twice = new ArrayList<Object>(items);
      twice.add(items.getFirst());
      variants.add(with(section, key, twice, key + " has its first entry twice"));
    }
    return variants;
  }

  private static BadSettings with(Map<String, ?> section, String key, Object value, String what) {
    var copy = new LinkedHashMap<String, Object>(section);
    copy.put(key, value);
    return new BadSettings(what, copy);
  }

  private static Map<String, Object> named(Map<?, ?> map) {
    var named = new LinkedHashMap<String, Object>();
    map.forEach((name, value) -> named.put(String.valueOf(name), value));
    return named;
  }

  private static String shown(Object odd) {
    var text = "\"" + odd + "\"";
    return text.length() > 40 ? text.substring(0, 40) + "…" : text;
  }
}
