package io.backupman.server.config.section;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reads secrets out of a section: the value of a key, or the first line of the file that {@code
 * <key>_file} names. All of them are masked from then on.
 */
public final class SecretValues {
  private static final String FILE = "_file";

  private SecretValues() {}

  /** The secret, if it is there. */
  public static Optional<String> find(Section section, String key) {
    var value = section.find(key);
    var fromFile = fromFile(section, key, value.isPresent());
    var secret = value.or(() -> fromFile);
    secret.ifPresent(section::remember);
    return secret;
  }

  /** The secrets where one or a list of them may stand, by their paths. */
  public static Map<String, String> all(Section section, String key) {
    return withFile(section, key, section.texts(key));
  }

  /**
   * The secrets of a list in which sections may stand, too.
   *
   * @param sections takes each section
   */
  public static Map<String, String> all(Section section, String key, Consumer<Section> sections) {
    return withFile(section, key, section.texts(key, sections));
  }

  private static Map<String, String> withFile(
      Section section, String key, Map<String, String> texts) {
    var values = new LinkedHashMap<>(texts);
    fromFile(section, key, section.size(key) > 0)
        .ifPresent(value -> values.put(section.path(key + FILE), value));
    values.values().forEach(section::remember);
    return values;
  }

  private static Optional<String> fromFile(Section section, String key, boolean alreadyThere) {
    var file = section.find(key + FILE);
    if (file.isPresent() && alreadyThere) {
      section.reject(key + FILE, "stands beside " + key + "; keep one of them");
      return Optional.empty();
    }
    return TypedValues.path(section, key + FILE)
        .flatMap(
            path ->
                SecretFile.firstLine(
                    path.toString(), problem -> section.reject(key + FILE, problem)));
  }
}
