package io.backupman.notifier.file;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An object of RFC 8259 on one line, its members in the order in which they were added. This JAR
 * brings no library, so it writes the little that it needs by itself.
 */
final class JsonObject {
  private final StringBuilder members = new StringBuilder();

  /**
   * Adds a member.
   *
   * @param value {@code null}, a number, a truth value, an object, a list of objects; anything else
   *     is written as its text
   */
  JsonObject with(String name, @Nullable Object value) {
    if (!members.isEmpty()) {
      members.append(',');
    }
    members.append(quoted(name)).append(':').append(written(value));
    return this;
  }

  private static String written(@Nullable Object value) {
    if (value == null
        || value instanceof Number
        || value instanceof Boolean
        || value instanceof JsonObject) {
      return String.valueOf(value);
    }
    if (value instanceof List<?> list) {
      return list.stream().map(JsonObject::written).collect(Collectors.joining(",", "[", "]"));
    }
    return quoted(value.toString());
  }

  private static String quoted(String text) {
    var quoted = new StringBuilder(text.length() + 2).append('"');
    for (var i = 0; i < text.length(); i++) {
      append(quoted, text.charAt(i));
    }
    return quoted.append('"').toString();
  }

  private static void append(StringBuilder quoted, char c) {
    switch (c) {
      case '"' -> quoted.append("\\\"");
      case '\\' -> quoted.append("\\\\");
      case '\n' -> quoted.append("\\n");
      case '\r' -> quoted.append("\\r");
      case '\t' -> quoted.append("\\t");
      default -> {
        // The last three end a line for some readers, though not for JSON.
        if (c < ' ' || c == '\u007f' || c == '\u0085' || c == '\u2028' || c == '\u2029') {
          quoted.append("\\u%04x".formatted((int) c));
        } else {
          quoted.append(c);
        }
      }
    }
  }

  @Override
  public String toString() {
    return "{" + members + "}";
  }
}
