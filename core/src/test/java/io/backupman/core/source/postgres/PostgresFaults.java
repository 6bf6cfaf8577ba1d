package io.backupman.core.source.postgres;

import io.backupman.core.source.FaultBench;
import io.backupman.core.source.PostgresFormat;
import io.backupman.core.source.ServerFaults;
import io.backupman.core.testing.PostgresServer;

/** What may happen to a dump of PostgreSQL. */
public final class PostgresFaults extends ServerFaults {
  private static final PostgresServer SERVER = PostgresServer.shared();

  public PostgresFaults(FaultBench bench) {
    super(bench, new DumpedPostgres(SERVER, PostgresFormat.PLAIN));
  }

  @Override
  protected String heading() {
    return "PostgreSQL";
  }

  @Override
  protected String documentedAs() {
    return "library";
  }

  @Override
  protected String lastLine() {
    return "-- PostgreSQL database dump complete\n";
  }

  @Override
  protected String noSuchTable() {
    return "--table=no_such_table";
  }

  @Override
  protected void cut() {
    super.cut();
    fails(
        "an archive is cut, and the exit code is 0",
        () ->
            new DumpedPostgres(SERVER, PostgresFormat.CUSTOM)
                .source(settings().dumpedBy(script("%1$s \"$@\" | head -c 1000000"))));
  }
}
