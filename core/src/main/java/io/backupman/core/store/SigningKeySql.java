package io.backupman.core.store;

import io.backupman.core.download.SigningKeys;
import io.backupman.core.store.engine.SqlErrors;
import io.backupman.core.store.engine.StoreException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;

/** The table {@code signing_keys}; it has one row. */
final class SigningKeySql implements SigningKeys {
  private static final int KEY_BYTES = 32;
  private static final HexFormat HEX = HexFormat.of();

  private static final String SELECT = "SELECT secret FROM signing_keys WHERE id = 1";

  private static final String INSERT = "INSERT INTO signing_keys (id, secret) VALUES (1, :secret)";

  private final Sql sql;

  SigningKeySql(Sql sql) {
    this.sql = sql;
  }

  @Override
  public byte[] key() {
    var there = found();
    if (there.isEmpty()) {
      make();
      there = found();
    }
    return HEX.parseHex(there.getFirst());
  }

  private List<String> found() {
    return sql.query(SELECT, row -> row.text("secret"), Params.none());
  }

  /** Another process may be faster; then its key is the one. */
  private void make() {
    var key = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(key);
    try {
      sql.update(INSERT, Params.of("secret", HEX.formatHex(key)));
    } catch (StoreException e) {
      if (!SqlErrors.duplicate(e)) {
        throw e;
      }
    }
  }
}
