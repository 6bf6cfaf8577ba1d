package io.backupman.core.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

/** Verifies dumps of one kind of data source: restores them, and counts rows on both sides. */
public interface RestoreVerifier {

  /** Dumps, as {@link DataSource#dump} does, and counts. */
  Counted dump(OutputStream out, Runnable heartbeat) throws IOException, InterruptedException;

  /**
   * A dump whose rows were counted.
   *
   * @param expected what a restored database has to hold
   * @param warnings as {@link DataSource#dump} gives them
   */
  record Counted(RowBounds expected, List<String> warnings) {}

  /**
   * Restores a dump into a scratch database and counts what is in it; the scratch database is gone
   * afterwards, whatever happens.
   *
   * @param dump the dump, not compressed
   * @throws SourceException with a sentence that says why that was not possible
   * @throws IOException if the dump cannot be read
   */
  RowCounts restore(InputStream dump) throws IOException, InterruptedException;

  /** As {@link DataSource#dropScratchDatabases} does. */
  default void dropScratchDatabases() {}

  /**
   * What of the dump that was restored last was left out, because to try it could have done more
   * than fill a scratch database; a sentence each.
   */
  default List<String> leftOut() {
    return List.of();
  }
}
