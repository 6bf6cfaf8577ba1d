package io.backupman.server.config.yaml;

import io.backupman.core.process.NativeText;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Replaces <code>${NAME}</code> and <code>${NAME:-default}</code> in a value by environment
 * variables; <code>$${</code> stands for <code>${</code>. As in a shell, the default also counts
 * where the variable is empty. What comes in is not looked at again.
 */
final class Placeholders {
  private static final Pattern PLACEHOLDER =
      Pattern.compile("\\$\\$\\{|\\$\\{(?:([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?})?");

  private final Map<String, String> env;

  Placeholders(Map<String, String> env) {
    this.env = env;
  }

  /**
   * Puts values of the environment where a text names variables.
   *
   * @param problem gets a sentence for a variable that is not there, or a placeholder that is not
   *     well written
   */
  String replace(String text, Consumer<String> problem) {
    return PLACEHOLDER
        .matcher(text)
        .replaceAll(match -> Matcher.quoteReplacement(value(match, problem)));
  }

  private String value(MatchResult match, Consumer<String> problem) {
    if (match.group().startsWith("$$")) {
      return "${";
    }
    var name = match.group(1);
    var fallback = match.group(2);
    if (name == null || (fallback != null && fallback.contains("${"))) {
      problem.accept(
          "has a \"${\" that does not begin ${NAME} or ${NAME:-default}; write $${ for the"
              + " characters themselves");
      return "";
    }
    return variable(name, fallback, problem);
  }

  private String variable(String name, @Nullable String fallback, Consumer<String> problem) {
    var value = env.get(name);
    if (fallback != null && (value == null || value.isEmpty())) {
      return fallback;
    }
    if (value == null) {
      problem.accept(
          "needs the environment variable "
              + name
              + ", which is not set; set it, or write ${"
              + name
              + ":-default}");
      return "";
    }
    if (NativeText.mayHaveLost(value)) {
      problem.accept("takes the environment variable " + name + ", which " + NativeText.advice());
    }
    return value;
  }
}
