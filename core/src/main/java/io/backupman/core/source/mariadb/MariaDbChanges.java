package io.backupman.core.source.mariadb;

import io.backupman.core.source.program.CancellableConnection;
import java.sql.SQLException;
import java.util.List;

/**
 * How many rows a MariaDB or MySQL server has inserted and deleted, in all databases.
 *
 * @param inInnoDb in tables of InnoDB
 * @param anywhere in tables of any kind
 */
record MariaDbChanges(long inInnoDb, long anywhere) {

  /** MariaDB counts its own temporary tables elsewhere; MySQL does not. */
  private static final String ANYWHERE = "'Handler_write', 'Handler_delete'";

  /** MySQL's; MariaDB has none any more. */
  private static final String IN_INNODB = "'Innodb_rows_inserted', 'Innodb_rows_deleted'";

  /** Since it was started. */
  static MariaDbChanges of(CancellableConnection session)
      throws SQLException, InterruptedException {
    long anywhere = sum(counters(session, ANYWHERE));
    var inInnoDb = counters(session, IN_INNODB);
    return new MariaDbChanges(inInnoDb.isEmpty() ? anywhere : sum(inInnoDb), anywhere);
  }

  private static List<List<String>> counters(CancellableConnection session, String names)
      throws SQLException, InterruptedException {
    return session.rows("SHOW GLOBAL STATUS WHERE variable_name IN (" + names + ")");
  }

  private static long sum(List<List<String>> counters) {
    return counters.stream().mapToLong(row -> Long.parseLong(row.getLast())).sum();
  }

  MariaDbChanges since(MariaDbChanges earlier) {
    return new MariaDbChanges(inInnoDb - earlier.inInnoDb, anywhere - earlier.anywhere);
  }
}
