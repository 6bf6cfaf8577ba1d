package io.backupman.core.source.postgres;

import io.backupman.core.source.Compression;
import io.backupman.core.source.PostgresFormat;
import io.backupman.core.source.RestoreVerifierContract;
import io.backupman.core.testing.PostgresServer;
import io.backupman.notifier.spi.Verification;

/** What holds for dumps of PostgreSQL in any format. */
abstract class PostgresVerifierContract extends RestoreVerifierContract {
  PostgresVerifierContract(PostgresFormat format) {
    super(new DumpedPostgres(PostgresServer.shared(), format), Compression.ZSTD);
  }

  @Override
  protected final Verification verified() {
    return Verification.verified(6, 12);
  }

  @Override
  protected final String[] addsAndTakes() {
    return new String[] {
      "INSERT INTO log SELECT 'x' FROM generate_series(1, 100)", "DELETE FROM log"
    };
  }
}
