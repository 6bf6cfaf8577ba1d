package io.backupman.core.source.mariadb.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Whose server it is, and which.
 *
 * @param isMySql whether it is MySQL's, not MariaDB's
 */
public record ServerVersion(boolean isMySql, int major, int minor, int patch) {
  private static final Pattern NUMBERS = Pattern.compile("(\\d+)\\.(\\d+)(?:\\.(\\d+))?");

  /** The server may say an old version first, and the programs that of their library. */
  private static final Pattern MARIADB = Pattern.compile("(\\d+)\\.(\\d+)\\.(\\d+)-MariaDB");

  public static ServerVersion of(Connection connection) throws SQLException {
    return parse(connection.getMetaData().getDatabaseProductVersion());
  }

  /** Reads such as {@code 10.11.19-MariaDB-0+deb12u1} and {@code 8.0.36}. */
  public static ServerVersion parse(String text) {
    boolean isMySql = !text.toLowerCase(Locale.ROOT).contains("mariadb");
    var mariaDb = MARIADB.matcher(text);
    boolean isTold = mariaDb.find();
    var numbers = isTold ? mariaDb : NUMBERS.matcher(text);
    if (!isTold && !numbers.find()) {
      return new ServerVersion(isMySql, 0, 0, 0);
    }
    var patch = numbers.group(3);
    return new ServerVersion(
        isMySql,
        Integer.parseInt(numbers.group(1)),
        Integer.parseInt(numbers.group(2)),
        patch == null ? 0 : Integer.parseInt(patch));
  }

  /** Whether it is a MariaDB of that version or newer. */
  public boolean isMariaDb(int leastMajor, int leastMinor) {
    return !isMySql && isAtLeast(leastMajor, leastMinor, 0);
  }

  /** Whether it is a MySQL of that version or newer. */
  public boolean isMySql(int leastMajor, int leastMinor, int leastPatch) {
    return isMySql && isAtLeast(leastMajor, leastMinor, leastPatch);
  }

  private boolean isAtLeast(int leastMajor, int leastMinor, int leastPatch) {
    if (major != leastMajor) {
      return major > leastMajor;
    }
    return minor != leastMinor ? minor > leastMinor : patch >= leastPatch;
  }
}
