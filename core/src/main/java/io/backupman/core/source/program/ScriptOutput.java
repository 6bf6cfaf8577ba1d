package io.backupman.core.source.program;

import io.backupman.core.process.OutputTail;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Passes a dump script on and remembers its end: the programs write a last line only when they came
 * to it.
 */
public final class ScriptOutput extends FilterOutputStream {
  private static final int TAIL_BYTES = 1024;

  /** The beginning of the last line of MariaDB's and MySQL's programs. */
  public static final String MARIADB_END = "-- Dump completed";

  /** The last line of PostgreSQL's; newer ones add a command for {@code psql} after it. */
  public static final String POSTGRES_END = "-- PostgreSQL database dump complete";

  private final OutputTail tail = new OutputTail(TAIL_BYTES);

  public ScriptOutput(OutputStream out) {
    super(out);
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    out.write(bytes, offset, length);
    tail.add(bytes, offset, length);
  }

  /** Whether the last line begins so. */
  public boolean endsWith(String beginning) {
    var lines = tail.wholeLines();
    return !lines.isEmpty() && lines.getLast().startsWith(beginning);
  }

  /** Whether a line near the end is just that. */
  public boolean hasNearItsEnd(String line) {
    return tail.wholeLines().contains(line);
  }
}
