package io.backupman.core.source.mariadb;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One line of {@code SHOW GRANTS} about databases and tables: whole privileges only, as those on
 * columns, routines and roles show nobody all of a table.
 *
 * @param isRevoked whether it takes away what another grants everywhere (MySQL's partial revokes)
 * @param privileges in capitals
 * @param database the name or pattern as the server keeps it; {@code *} for all
 * @param table its name; {@code *} for all
 * @param holder who has it
 */
record MariaDbGrant(
    boolean isRevoked, Set<String> privileges, String database, String table, Holder holder) {
  static final String ALL = "*";

  private static final String QUOTED = "`(?:[^`]|``)*`";
  private static final String NAME = "(\\*|" + QUOTED + ")";
  private static final Pattern LINE =
      Pattern.compile(
          "(GRANT|REVOKE) ([^`]*?(?:"
              + QUOTED
              + "[^`]*?)*?) ON (?:TABLE )?"
              + NAME
              + "\\."
              + NAME
              + " (?:TO|FROM) (.+)",
          Pattern.DOTALL);
  private static final Pattern PRIVILEGE =
      Pattern.compile("([A-Z_ ]+?)( ?\\((?:" + QUOTED + "|[^`)])*\\))?(?:, ?|$)");
  private static final Pattern ACCOUNT = Pattern.compile("([`']).*?\\1@.*", Pattern.DOTALL);

  /** Whose privileges are looked at apart from others'. */
  enum Holder {
    ACCOUNT,
    ROLES,
    PUBLIC
  }

  /** Reads a line; empty if it is about something else. */
  static Optional<MariaDbGrant> parse(String line) {
    var matcher = LINE.matcher(line);
    return matcher.matches()
        ? Optional.of(
            new MariaDbGrant(
                matcher.group(1).equals("REVOKE"),
                privileges(matcher.group(2)),
                unquoted(matcher.group(3)),
                unquoted(matcher.group(4)),
                holder(matcher.group(5))))
        : Optional.empty();
  }

  private static Set<String> privileges(String list) {
    var privileges = new LinkedHashSet<String>();
    var matcher = PRIVILEGE.matcher(list);
    while (matcher.find()) {
      if (matcher.group(2) == null) {
        privileges.add(matcher.group(1).strip());
      }
    }
    return privileges;
  }

  private static String unquoted(String name) {
    return name.equals(ALL) ? name : name.substring(1, name.length() - 1).replace("``", "`");
  }

  private static Holder holder(String grantee) {
    if (ACCOUNT.matcher(grantee).matches()) {
      return Holder.ACCOUNT;
    }
    return grantee.startsWith("PUBLIC") ? Holder.PUBLIC : Holder.ROLES;
  }

  boolean gives(String privilege) {
    return privileges.contains(privilege) || privileges.contains("ALL PRIVILEGES");
  }

  boolean isEverywhere() {
    return database.equals(ALL);
  }

  boolean isOfDatabase() {
    return !isEverywhere() && table.equals(ALL);
  }
}
