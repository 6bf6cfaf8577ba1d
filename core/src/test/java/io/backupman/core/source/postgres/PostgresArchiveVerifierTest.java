package io.backupman.core.source.postgres;

import io.backupman.core.source.Compression;
import io.backupman.core.source.PostgresFormat;
import io.backupman.core.source.RestoreVerifierContract;
import io.backupman.core.testing.PostgresServer;
import io.backupman.notifier.spi.Verification;
import org.junit.jupiter.api.Test;

/** Archives of a real PostgreSQL database, restored on the same server. */
class PostgresArchiveVerifierTest extends RestoreVerifierContract {

  PostgresArchiveVerifierTest() {
    super(new DumpedPostgres(PostgresServer.shared(), PostgresFormat.CUSTOM), Compression.ZSTD);
  }

  @Override
  protected Verification verified() {
    return Verification.verified(6, 12);
  }

  @Override
  protected String[] addsAndTakes() {
    return new String[] {
      "INSERT INTO log SELECT 'x' FROM generate_series(1, 100)", "DELETE FROM log"
    };
  }

  @Test
  void aTableThatIsNotDumpedIsMissing() throws Exception {
    var script = script("exec pg_dump \"$@\" --exclude-table=log");

    assertNotRestored(verifier(settings().dumpedBy(script)), "the table 'public.log' is missing");
  }
}
