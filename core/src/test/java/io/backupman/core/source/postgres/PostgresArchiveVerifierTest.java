package io.backupman.core.source.postgres;

import io.backupman.core.source.PostgresFormat;
import org.junit.jupiter.api.Test;

/** Archives of a real PostgreSQL database, restored on the same server. */
class PostgresArchiveVerifierTest extends PostgresVerifierContract {

  PostgresArchiveVerifierTest() {
    super(PostgresFormat.CUSTOM);
  }

  @Test
  void aTableThatIsNotDumpedIsMissing() throws Exception {
    var script = script("exec pg_dump \"$@\" --exclude-table=log");

    assertNotRestored(verifier(settings().dumpedBy(script)), "the table 'public.log' is missing");
  }
}
