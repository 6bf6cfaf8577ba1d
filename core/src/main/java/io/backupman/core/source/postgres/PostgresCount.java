package io.backupman.core.source.postgres;

import io.backupman.core.source.RowCounts;
import io.backupman.core.source.program.CancellableConnection;
import java.sql.SQLException;
import java.util.TreeMap;

/** Counts the rows of a PostgreSQL database. */
final class PostgresCount {
  /**
   * Ordinary tables, the parts of partitioned ones too. What belongs to an extension is not in a
   * dump: the extension makes it.
   */
  private static final String TABLES =
      """
      SELECT format('%I.%I', n.nspname, c.relname) FROM pg_catalog.pg_class c
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind = 'r' AND c.relpersistence <> 't' AND n.nspname NOT LIKE 'pg\\_%'
        AND n.nspname <> 'information_schema' AND NOT EXISTS
          (SELECT 1 FROM pg_catalog.pg_depend d WHERE d.classid = 'pg_catalog.pg_class'::regclass
            AND d.objid = c.oid AND d.deptype = 'e')
      ORDER BY 1""";

  private PostgresCount() {}

  static RowCounts of(CancellableConnection session) throws SQLException, InterruptedException {
    var counts = new TreeMap<String, Long>();
    for (var table : session.rows(TABLES)) {
      var name = table.getFirst();
      counts.put(name, session.number("SELECT count(*) FROM ONLY " + name));
    }
    return new RowCounts(counts);
  }
}
