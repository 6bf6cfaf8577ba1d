package io.backupman.core.store;

import io.backupman.core.source.Owner;
import io.backupman.core.store.engine.SqlErrors;
import io.backupman.core.store.engine.StoreException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;

/** The table {@code records_owner}; it has one row. */
final class OwnerSql {
  private static final int MARK_BYTES = 6;

  private static final String SELECT = "SELECT mark FROM records_owner WHERE id = 1";

  private static final String INSERT = "INSERT INTO records_owner (id, mark) VALUES (1, :mark)";

  private final Sql sql;

  OwnerSql(Sql sql) {
    this.sql = sql;
  }

  Owner owner() {
    var there = found();
    if (there.isEmpty()) {
      make();
      there = found();
    }
    return new Owner(there.getFirst());
  }

  private List<String> found() {
    return sql.query(SELECT, row -> row.text("mark"), Params.none());
  }

  /** Another process may be faster; then its mark is the one. */
  private void make() {
    var mark = new byte[MARK_BYTES];
    new SecureRandom().nextBytes(mark);
    try {
      sql.update(INSERT, Params.of("mark", HexFormat.of().formatHex(mark)));
    } catch (StoreException e) {
      if (!SqlErrors.duplicate(e)) {
        throw e;
      }
    }
  }
}
