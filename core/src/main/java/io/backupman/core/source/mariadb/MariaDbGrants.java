package io.backupman.core.source.mariadb;

import io.backupman.core.source.mariadb.MariaDbGrant.Holder;
import io.backupman.core.source.mariadb.sql.ServerVersion;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What the account of a session may do, by itself, by its active roles and by what everybody may.
 *
 * <p>Of several patterns that match a database, the servers heed one: the most specific, which is
 * that whose first wildcard comes last (MySQL's manual, "Access Control, Stage 2"); MySQL with
 * active roles instead takes the first in the order of their bytes, as measured. What an account
 * gets from another that differs in its host only, {@code SHOW GRANTS} does not tell.
 *
 * @param account such as {@code backup@%}
 * @param grants the lines
 * @param names how databases' names are compared
 */
record MariaDbGrants(String account, List<MariaDbGrant> grants, Names names) {
  private static final int UNKNOWN_VARIABLE = 1193;
  private static final int UNKNOWN_FUNCTION = 1305;
  private static final int NO_GRANT_TABLES = 1290;

  /**
   * How a server compares.
   *
   * @param isLiteral whether wildcards are none, as with MySQL's partial revokes
   * @param ignoresCase whether capitals make no difference
   * @param byBytes whether the first pattern in the order of the bytes is heeded
   */
  record Names(boolean isLiteral, boolean ignoresCase, boolean byBytes) {}

  /** Asks a server; changes variables of the session. */
  static MariaDbGrants of(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute("SET SESSION sql_mode = '', sql_quote_show_create = 1");
      boolean hasRoles =
          ServerVersion.of(connection).isMySql()
              && !optional(statement, "SELECT CURRENT_ROLE()", "NONE").equals("NONE");
      var names =
          new Names(
              optional(statement, "SELECT @@partial_revokes", "0").equals("1"),
              !optional(statement, "SELECT @@lower_case_table_names", "0").equals("0"),
              hasRoles);
      var account = texts(statement, "SELECT CURRENT_USER()").getFirst();
      return new MariaDbGrants(account, grants(statement), names);
    }
  }

  private static List<MariaDbGrant> grants(Statement statement) throws SQLException {
    try {
      return texts(statement, "SHOW GRANTS").stream()
          .flatMap(line -> MariaDbGrant.parse(line).stream())
          .toList();
    } catch (SQLException e) {
      if (e.getErrorCode() == NO_GRANT_TABLES) { // then everybody may do everything
        return MariaDbGrant.parse("GRANT ALL PRIVILEGES ON *.* TO ``@``").stream().toList();
      }
      throw e;
    }
  }

  /** The answer, or another where the server is too old for the question. */
  private static String optional(Statement statement, String query, String otherwise)
      throws SQLException {
    try {
      return texts(statement, query).getFirst();
    } catch (SQLException e) {
      if (e.getErrorCode() == UNKNOWN_VARIABLE || e.getErrorCode() == UNKNOWN_FUNCTION) {
        return otherwise;
      }
      throw e;
    }
  }

  private static List<String> texts(Statement statement, String query) throws SQLException {
    var texts = new ArrayList<String>();
    try (var rows = statement.executeQuery(query)) {
      while (rows.next()) {
        texts.add(String.valueOf(rows.getString(1)));
      }
    }
    return texts;
  }

  /** Whether it holds in all databases, but for those of which it was revoked. */
  boolean everywhere(String privilege) {
    return grants.stream()
        .anyMatch(grant -> grant.isEverywhere() && !grant.isRevoked() && grant.gives(privilege));
  }

  /** Whether it holds for whatever is in a database. */
  boolean inDatabase(String database, String privilege) {
    boolean isRevoked =
        grants.stream()
            .anyMatch(
                grant ->
                    grant.isRevoked()
                        && grant.gives(privilege)
                        && same(grant.database(), database));
    return (everywhere(privilege) && !isRevoked)
        || Arrays.stream(Holder.values())
            .map(holder -> heeded(database, holder))
            .anyMatch(patterns -> !patterns.isEmpty() && allGive(patterns, privilege));
  }

  private static boolean allGive(Map<String, List<MariaDbGrant>> patterns, String privilege) {
    return patterns.values().stream()
        .allMatch(same -> same.stream().anyMatch(grant -> grant.gives(privilege)));
  }

  /** Whether it holds for a table. */
  boolean inTable(String database, String table, String privilege) {
    return inDatabase(database, privilege)
        || grants.stream()
            .anyMatch(
                grant ->
                    !grant.isRevoked()
                        && same(grant.database(), database)
                        && grant.table().equals(table)
                        && grant.gives(privilege));
  }

  /**
   * What {@code GRANT … ON} has to name so that it counts for a database: the pattern that is
   * heeded already, whose other privileges would be lost beside a more specific one, else the name.
   */
  String scope(String database) {
    var pattern =
        heeded(database, Holder.ACCOUNT).keySet().stream()
            .findFirst()
            .orElse(names.isLiteral() ? database : NamePattern.literal(database));
    return "`" + pattern.replace("`", "``") + "`.*";
  }

  /** The account as SQL writes it. */
  String quotedAccount() {
    int at = account.lastIndexOf('@');
    return quoted(account.substring(0, at)) + "@" + quoted(account.substring(at + 1));
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'";
  }

  /** The pattern that counts; where several are as specific, nobody knows which of them does. */
  private Map<String, List<MariaDbGrant>> heeded(String database, Holder holder) {
    var patterns =
        grants.stream()
            .filter(grant -> grant.holder() == holder && grant.isOfDatabase() && !grant.isRevoked())
            .filter(grant -> matches(grant.database(), database))
            .collect(
                Collectors.groupingBy(MariaDbGrant::database, TreeMap::new, Collectors.toList()));
    if (names.byBytes() && !patterns.isEmpty()) {
      patterns.keySet().retainAll(Set.of(patterns.keySet().iterator().next()));
    }
    int most = patterns.keySet().stream().mapToInt(this::specificity).max().orElse(0);
    patterns.keySet().removeIf(pattern -> specificity(pattern) < most);
    return patterns;
  }

  private int specificity(String pattern) {
    return names.isLiteral() ? 0 : NamePattern.specificity(pattern);
  }

  private boolean matches(String pattern, String database) {
    return names.isLiteral()
        ? same(pattern, database)
        : NamePattern.matches(folded(pattern), folded(database));
  }

  private boolean same(String one, String other) {
    return folded(one).equals(folded(other));
  }

  private String folded(String name) {
    return names.ignoresCase() ? name.toLowerCase(Locale.ROOT) : name;
  }
}
