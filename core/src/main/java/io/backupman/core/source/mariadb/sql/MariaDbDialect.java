package io.backupman.core.source.mariadb.sql;

import io.backupman.core.source.SourceException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a server reads a statement.
 *
 * @param isMySql whether it is MySQL's, not MariaDB's
 * @param version its version as in comments that it executes: 101106 is 10.11.6, 80036 is 8.0.36
 * @param backslashEscapes whether a backslash in a string takes the next character with it
 * @param doubleQuotesName whether double quotes stand around names
 * @param foldsCase whether names of databases that differ in capitals only are the same
 */
public record MariaDbDialect(
    boolean isMySql,
    int version,
    boolean backslashEscapes,
    boolean doubleQuotesName,
    boolean foldsCase) {

  private static final int DIGITS = 5;

  /** Modes in which double quotes stand around names; most are combinations of others. */
  private static final Set<String> DOUBLE_QUOTES_NAME =
      Set.of("ANSI_QUOTES", "ANSI", "ORACLE", "MSSQL", "DB2", "POSTGRESQL", "MAXDB");

  /** Versions of MySQL that MariaDB does not claim to be. */
  private static final int MYSQL_ONLY_FROM = 50_700;

  private static final int MYSQL_ONLY_TO = 99_999;

  /** The usual one of a server, for sessions that set nothing. */
  public static MariaDbDialect of(Connection connection) throws SQLException {
    var server = connection.getMetaData();
    var numbers =
        server.getDatabaseProductVersion().replaceFirst("^5\\.5\\.5-", "").split("[^0-9]+", 4);
    int patch = numbers.length > 2 && !numbers[2].isEmpty() ? Integer.parseInt(numbers[2]) : 0;
    int version =
        server.getDatabaseMajorVersion() * 10_000 + server.getDatabaseMinorVersion() * 100 + patch;
    boolean isMySql = ServerVersion.of(connection).isMySql();
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT @@GLOBAL.sql_mode, @@lower_case_table_names")) {
      rows.next();
      return new MariaDbDialect(isMySql, version, true, false, rows.getInt(2) != 0)
          .under(rows.getString(1));
    }
  }

  /**
   * The same under an {@code sql_mode}, whatever its own is.
   *
   * @param sqlMode {@code null} for its own
   * @throws SourceException if that is not written as names
   */
  public MariaDbDialect under(@Nullable String sqlMode) {
    if (sqlMode == null) {
      return this;
    }
    var modes = Arrays.asList(sqlMode.toUpperCase(Locale.ROOT).split(","));
    if (!modes.stream().allMatch(mode -> mode.matches("([A-Z_][A-Z0-9_]*)?"))) {
      throw new SourceException(
          "It sets sql_mode to '%s', which is not read here: let the dump_command write the names of modes."
              .formatted(sqlMode));
    }
    return new MariaDbDialect(
        isMySql,
        version,
        !modes.contains("NO_BACKSLASH_ESCAPES"),
        modes.stream().anyMatch(DOUBLE_QUOTES_NAME::contains),
        foldsCase);
  }

  /**
   * The tokens of a statement. Of the comments that some servers execute, it has what this one
   * does.
   */
  public List<SqlToken> tokens(String statement) {
    return new Reading(statement).tokens();
  }

  private final class Reading {
    private final String text;
    private final List<SqlToken> tokens = new ArrayList<>();
    private int at;
    private int open;
    private boolean spaced;

    Reading(String text) {
      this.text = text;
    }

    List<SqlToken> tokens() {
      while (at < text.length()) {
        next();
      }
      return tokens;
    }

    private void next() {
      char c = text.charAt(at);
      if (c <= ' ') {
        at++;
        spaced = true;
      } else if (text.startsWith("/*!", at) || text.startsWith("/*M!", at)) {
        comment(text.startsWith("/*M!", at));
      } else if (open > 0 && text.startsWith("*/", at)) {
        at += 2;
        open--;
        spaced = true;
      } else if (c == '\'' || c == '"' || c == '`') {
        boolean isName = c == '`' || (c == '"' && doubleQuotesName);
        add(isName ? SqlToken.Kind.NAME : SqlToken.Kind.STRING, quoted(c, isName));
      } else if (isDigit(c)) {
        number();
      } else if (isWord(c)) {
        add(SqlToken.Kind.WORD, wordEnd(at));
      } else {
        add(SqlToken.Kind.SIGN, at + 1);
      }
    }

    private void add(SqlToken.Kind kind, int end) {
      tokens.add(new SqlToken(kind, text.substring(at, end), spaced));
      at = end;
      spaced = false;
    }

    private int quoted(char quote, boolean isName) {
      int end = at + 1;
      while (end < text.length()) {
        char c = text.charAt(end);
        boolean isDoubled = c == quote && end + 1 < text.length() && text.charAt(end + 1) == quote;
        if ((c == '\\' && backslashEscapes && !isName) || isDoubled) {
          end += 2;
        } else {
          end++;
          if (c == quote) {
            return end;
          }
        }
      }
      throw new SourceException("It has a statement that ends in the middle of a string.");
    }

    private void number() {
      int end = wordEnd(at);
      boolean isWhole = text.substring(at, end).matches("[0-9]+");
      if (isWhole
          && !isQualified()
          && end + 1 < text.length()
          && text.charAt(end) == '.'
          && isDigit(text.charAt(end + 1))) {
        end = wordEnd(end + 1);
      }
      boolean isNumber =
          !isQualified()
              && text.substring(at, end).matches("[0-9.]+([eE][0-9]+)?|0[xX][0-9a-fA-F]+|0b[01]+");
      add(isNumber ? SqlToken.Kind.NUMBER : SqlToken.Kind.WORD, end);
    }

    /** Whether a name and a dot stand directly before: what follows is a name, too. */
    private boolean isQualified() {
      int last = tokens.size() - 1;
      return last > 0
          && !spaced
          && tokens.get(last).is(".")
          && !tokens.get(last).spaced()
          && tokens.get(last - 1).isName();
    }

    private int wordEnd(int from) {
      int end = from;
      while (end < text.length() && isWord(text.charAt(end))) {
        end++;
      }
      return end;
    }

    private void comment(boolean isMariaDbs) {
      int begin = at + (isMariaDbs ? 4 : 3);
      int end = begin;
      while (end < text.length() && isDigit(text.charAt(end)) && end - begin <= DIGITS) {
        end++;
      }
      boolean hasVersion = end - begin >= DIGITS;
      spaced = true;
      if (!executes(isMariaDbs, hasVersion ? Integer.parseInt(text.substring(begin, end)) : 0)) {
        skip();
      } else {
        open++;
        at = hasVersion ? end : begin;
      }
    }

    private boolean executes(boolean isMariaDbs, int wanted) {
      if (isMySql) {
        return !isMariaDbs && wanted <= version;
      }
      boolean isMySqlOnly = wanted >= MYSQL_ONLY_FROM && wanted <= MYSQL_ONLY_TO;
      return wanted <= version && (isMariaDbs || !isMySqlOnly);
    }

    /** To its end; comments may stand in comments. */
    private void skip() {
      int depth = 0;
      do {
        if (text.startsWith("/*", at)) {
          depth++;
          at += 2;
        } else if (text.startsWith("*/", at)) {
          depth--;
          at += 2;
        } else {
          at++;
        }
      } while (depth > 0 && at < text.length());
    }

    private static boolean isDigit(char c) {
      return c >= '0' && c <= '9';
    }

    private static boolean isWord(char c) {
      return isDigit(c)
          || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z')
          || c == '_'
          || c == '$'
          || c >= 0x80;
    }
  }
}
