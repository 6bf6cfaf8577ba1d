package io.backupman.server.config.yaml;

import io.backupman.server.config.problem.Quotes;
import java.util.regex.Pattern;

/** How a place in the file is written: {@code notifiers.webhook.endpoints[1].url}. */
public final class Paths {
  private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{N}_-]+");

  private Paths() {}

  /** A key in a section; quoted if it would be hard to read otherwise. */
  public static String key(String section, String key) {
    var name = PLAIN.matcher(key).matches() ? key : Quotes.of(key);
    return section.isEmpty() ? name : section + "." + name;
  }

  public static String index(String list, int index) {
    return list + "[" + index + "]";
  }
}
