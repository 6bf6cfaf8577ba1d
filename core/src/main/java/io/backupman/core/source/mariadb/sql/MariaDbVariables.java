package io.backupman.core.source.mariadb.sql;

import io.backupman.core.source.SourceException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a script sets for what follows: those variables of its session that change how its
 * statements are read, and the values that it saves in variables of its own to set them back. For
 * one script.
 */
public final class MariaDbVariables {
  public static final String SQL_MODE = "SQL_MODE";
  static final String CHARACTER_SET = "CHARACTER_SET_CLIENT";
  public static final String COLLATION = "COLLATION_CONNECTION";
  private static final String NAMES = "NAMES";

  /** Variables that matter for tables and rows. */
  private static final Set<String> OF_ROWS =
      Set.of(
          SQL_MODE,
          NAMES,
          "TIME_ZONE",
          "UNIQUE_CHECKS",
          "FOREIGN_KEY_CHECKS",
          "SYSTEM_VERSIONING_INSERT_HISTORY");

  /** In these, no byte of a longer character looks like a quote or a backslash. */
  private static final Set<String> PLAIN_CHARACTER_SETS =
      Set.of(
          "UTF8MB4", "UTF8MB3", "UTF8", "LATIN1", "LATIN2", "LATIN5", "LATIN7", "ASCII", "BINARY",
          "CP1250", "CP1251", "CP1256", "CP1257", "CP850", "CP852", "CP866", "GREEK", "HEBREW",
          "KOI8R", "KOI8U", "UJIS", "EUCKR", "TIS620");

  private final Map<String, String> now = new HashMap<>();
  private final Map<String, String> saved = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private final Map<String, String> told = new HashMap<>();

  /** The value of a variable in capitals; {@code null} if the script sets none. */
  @Nullable String value(String variable) {
    return now.get(variable);
  }

  /**
   * Follows a statement.
   *
   * @param statement what follows SET
   * @return what it is in words if it is not for its session; {@code null} if it was followed
   */
  @Nullable String set(SqlTokens statement) {
    if (statement.accept("NAMES")) {
      var name = statement.next().value().toUpperCase(Locale.ROOT);
      insistOnPlain(name);
      now.put(NAMES, name);
      now.put(CHARACTER_SET, name);
      return null;
    }
    String leftOut = null;
    for (var assignment : SqlTokens.parts(statement.rest())) {
      var other = assign(new SqlTokens(assignment));
      leftOut = other == null ? leftOut : other;
    }
    return leftOut;
  }

  private static void insistOnPlain(String name) {
    if (!PLAIN_CHARACTER_SETS.contains(name)) {
      throw new SourceException(
          "It is written in the character set %s, which is not read here: let the dump_command write utf8mb4."
              .formatted(name.toLowerCase(Locale.ROOT)));
    }
  }

  private @Nullable String assign(SqlTokens assignment) {
    boolean isSystems = assignment.accept("@", "@");
    if (!isSystems && assignment.accept("@")) {
      var name = assignment.next().unquoted();
      acceptEquals(assignment);
      save(name, assignment);
      return null;
    }
    if (assignment.acceptAny("SESSION", "LOCAL")) {
      assignment.accept(".");
    }
    var name = assignment.next();
    if (!acceptEquals(assignment)) {
      return "SET " + name.keyWord();
    }
    if (OF_ROWS.contains(name.value())
        || name.value().equals(CHARACTER_SET)
        || name.value().equals(COLLATION)) {
      put(now, name.value(), value(assignment));
    }
    return null;
  }

  private static boolean acceptEquals(SqlTokens tokens) {
    return tokens.accept("=") || tokens.accept(":", "=");
  }

  private void save(String name, SqlTokens value) {
    put(saved, name, value(value));
  }

  private static void put(Map<String, String> map, String key, @Nullable String value) {
    if (value == null) {
      map.remove(key);
    } else {
      map.put(key, value);
    }
  }

  /** A plain value, that of another variable, or {@code null}: the server's own. */
  private @Nullable String value(SqlTokens tokens) {
    if (tokens.accept("@", "@")) {
      if (tokens.acceptAny("SESSION", "LOCAL")) {
        tokens.accept(".");
      }
      return now.get(tokens.next().value());
    }
    if (tokens.accept("@")) {
      return saved.get(tokens.next().unquoted());
    }
    var plain = SqlTokens.text(tokens.rest()).replaceAll("^'(.*)'$|^\"(.*)\"$", "$1$2");
    return plain.matches("[A-Za-z0-9_,+:/-]*") && !plain.equalsIgnoreCase("DEFAULT") ? plain : null;
  }

  /** The statements that tell another session what has changed for tables and rows since then. */
  Map<String, String> changesForRows() {
    var statements = new LinkedHashMap<String, String>();
    for (var variable : OF_ROWS) {
      var value = now.get(variable);
      if (!Objects.equals(value, told.get(variable))) {
        put(told, variable, value);
        statements.put(
            variable, variable.equals(NAMES) ? names(value) : assignment(variable, value));
      }
    }
    return statements;
  }

  private static String names(@Nullable String value) {
    return "SET NAMES " + (value == null ? "utf8mb4" : value.toLowerCase(Locale.ROOT));
  }

  /** The statement that sets a variable of a session. */
  public static String assignment(String variable, @Nullable String value) {
    var literal = value == null ? "DEFAULT" : value.matches("[0-9]+") ? value : "'" + value + "'";
    return "SET SESSION " + variable.toLowerCase(Locale.ROOT) + " = " + literal;
  }
}
