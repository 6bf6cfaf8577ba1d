package io.backupman.core.source.mariadb;

import java.util.regex.Pattern;

/**
 * Patterns of databases' names in privileges of MariaDB and MySQL: {@code %} stands for any
 * characters, {@code _} for any one, a backslash takes that away from the next.
 */
final class NamePattern {
  /** As the servers count, which look at no more than that. */
  private static final int NO_WILDCARD = 128;

  private NamePattern() {}

  static boolean matches(String pattern, String name) {
    var regex = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c == '\\' && i + 1 < pattern.length()) {
        regex.append(Pattern.quote(pattern.substring(++i, i + 1)));
      } else if (c == '%') {
        regex.append(".*");
      } else if (c == '_') {
        regex.append('.');
      } else {
        regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL).matcher(name).matches();
  }

  /** The later its first wildcard, the more specific it is. */
  static int specificity(String pattern) {
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == '%' || c == '_') {
        return Math.min(i + 1, NO_WILDCARD - 1);
      }
    }
    return NO_WILDCARD;
  }

  /** The pattern that matches a name alone. */
  static String literal(String name) {
    return name.replace("\\", "\\\\").replace("_", "\\_").replace("%", "\\%");
  }
}
